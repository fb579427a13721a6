/** Suites over the shared folder of models: what is folded, what is refused, what survives. */
@NullMarked
package dev.repfuse.suite;

import org.jspecify.annotations.NullMarked;
