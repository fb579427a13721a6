/** Reads and writes ONNX files: lazily from a mapped file, atomically back to one. */
@NullMarked
package dev.repfuse.ir.io;

import org.jspecify.annotations.NullMarked;
