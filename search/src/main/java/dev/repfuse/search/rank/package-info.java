/** How well one figure of architectures ranks them by another. */
@NullMarked
package dev.repfuse.search.rank;

import org.jspecify.annotations.NullMarked;
