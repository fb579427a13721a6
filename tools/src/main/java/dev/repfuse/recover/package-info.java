/** Weights of a pruned network that are fitted to what the original computes. */
@NullMarked
package dev.repfuse.recover;

import org.jspecify.annotations.NullMarked;
