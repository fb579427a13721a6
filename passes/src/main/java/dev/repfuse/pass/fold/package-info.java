/** The affine engine: folds linear operators into plain convolutions. */
@NullMarked
package dev.repfuse.pass.fold;

import org.jspecify.annotations.NullMarked;
