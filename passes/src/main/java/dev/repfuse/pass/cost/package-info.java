/** What a graph costs to run: multiply-accumulates, bytes moved, kernels launched. */
@NullMarked
package dev.repfuse.pass.cost;

import org.jspecify.annotations.NullMarked;
