/** Tells whether a model is legal ONNX. */
@NullMarked
package dev.repfuse.ir.check;

import org.jspecify.annotations.NullMarked;
