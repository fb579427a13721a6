/** What an operator's inputs, attributes and defaults are at an opset. */
@NullMarked
package dev.repfuse.ir.schema;

import org.jspecify.annotations.NullMarked;
