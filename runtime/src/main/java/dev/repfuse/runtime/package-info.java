/** Runs models in ONNX Runtime. */
@NullMarked
package dev.repfuse.runtime;

import org.jspecify.annotations.NullMarked;
