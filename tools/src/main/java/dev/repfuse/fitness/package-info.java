/** What a network of a supernet is worth, on real data, and what it costs. */
@NullMarked
package dev.repfuse.fitness;

import org.jspecify.annotations.NullMarked;
