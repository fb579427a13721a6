/** Architectures as data: what candidates cost, what they are worth, and who finds out. */
@NullMarked
package dev.repfuse.search;

import org.jspecify.annotations.NullMarked;
