package dev.repfuse.runtime;

import dev.repfuse.ir.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one run returned, in the order of the model's outputs.
 *
 * @param tensors every tensor; a sequence {@code y} appears as {@code y[0]}, {@code y[1]}, …, a map
 *     as {@code y.keys} and {@code y.values}, sorted by key
 * @param unreadable outputs that ONNX Runtime for Java cannot hand over, with the reason
 */
public record Outputs(Map<String, Tensor> tensors, Map<String, String> unreadable) {
  public Outputs {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    unreadable = Collections.unmodifiableMap(new LinkedHashMap<>(unreadable));
  }
}
