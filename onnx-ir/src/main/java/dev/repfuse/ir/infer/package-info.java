/** What is known of values before the model runs: element types, shapes and small numbers. */
@NullMarked
package dev.repfuse.ir.infer;

import org.jspecify.annotations.NullMarked;
