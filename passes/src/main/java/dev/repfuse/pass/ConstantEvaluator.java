package dev.repfuse.pass;

import dev.repfuse.ir.Tensor;
import java.util.Map;
import java.util.Optional;

/** Computes a graph that depends on nothing but constants. */
public interface ConstantEvaluator {

  /**
   * The outputs by name, or nothing if the graph cannot be computed.
   *
   * @param model a serialized model without inputs
   */
  Optional<Map<String, Tensor>> evaluate(byte[] model);

  /** Computes nothing. */
  ConstantEvaluator NONE = model -> Optional.empty();
}
