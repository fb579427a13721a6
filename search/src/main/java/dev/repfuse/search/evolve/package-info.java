/** Evolutionary search by the constants of published ones, and random search beside it. */
@NullMarked
package dev.repfuse.search.evolve;

import org.jspecify.annotations.NullMarked;
