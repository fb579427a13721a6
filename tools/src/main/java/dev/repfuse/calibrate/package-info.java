/** Statistics of BatchNormalization from real data. */
@NullMarked
package dev.repfuse.calibrate;

import org.jspecify.annotations.NullMarked;
