/** Infers the types and shapes of values. */
@NullMarked
package dev.repfuse.ir.infer;

import org.jspecify.annotations.NullMarked;
