/** Removes what computes nothing: dead nodes, no-ops, duplicates, constant subgraphs. */
@NullMarked
package dev.repfuse.pass.clean;

import org.jspecify.annotations.NullMarked;
