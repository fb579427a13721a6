/** Tables of how long layers take on a machine. */
@NullMarked
package dev.repfuse.latency;

import org.jspecify.annotations.NullMarked;
