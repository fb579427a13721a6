/** The facade for Java programs: reads, folds, verifies and writes a model. */
@NullMarked
package dev.repfuse;

import org.jspecify.annotations.NullMarked;
