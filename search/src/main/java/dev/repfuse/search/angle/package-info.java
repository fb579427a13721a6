/** Angle-based shrinking of a search space: vectors of architectures, and which operators go. */
@NullMarked
package dev.repfuse.search.angle;

import org.jspecify.annotations.NullMarked;
