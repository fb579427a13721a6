/** Published networks with seeded weights, to measure and to test with. */
@NullMarked
package dev.repfuse.generate;

import org.jspecify.annotations.NullMarked;
