/** Channels of a network as atoms: which positions of which axes can only go together. */
@NullMarked
package dev.repfuse.pass.prune;

import org.jspecify.annotations.NullMarked;
