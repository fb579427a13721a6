/** Dynamic region-aware convolution: dense exports become products over sorted positions. */
@NullMarked
package dev.repfuse.pass.region;

import org.jspecify.annotations.NullMarked;
