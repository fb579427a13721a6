/** Prints and parses the ONNX textual syntax. */
@NullMarked
package dev.repfuse.ir.text;

import org.jspecify.annotations.NullMarked;
