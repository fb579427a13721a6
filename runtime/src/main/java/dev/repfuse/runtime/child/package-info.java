/** Processes of our own that run what may crash. */
@NullMarked
package dev.repfuse.runtime.child;

import org.jspecify.annotations.NullMarked;
