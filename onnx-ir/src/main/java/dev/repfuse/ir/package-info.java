/** An ONNX model in memory: graphs, nodes, values, tensors and types. */
@NullMarked
package dev.repfuse.ir;

import org.jspecify.annotations.NullMarked;
