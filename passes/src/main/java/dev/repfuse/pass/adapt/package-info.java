/** Heads on a pooled vector as heads on the map that was pooled (PCD's SpatialAdaptor). */
@NullMarked
package dev.repfuse.pass.adapt;

import org.jspecify.annotations.NullMarked;
