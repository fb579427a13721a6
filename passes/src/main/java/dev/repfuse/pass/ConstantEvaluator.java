package dev.repfuse.pass;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Tensor;
import java.util.Map;
import java.util.Optional;

/** Computes a graph that depends on nothing but constants. */
public interface ConstantEvaluator {

  /**
   * The outputs by name, or nothing if the graph cannot be computed.
   *
   * @param constants a model without inputs
   */
  Optional<Map<String, Tensor>> evaluate(Model constants);

  /** Computes nothing. */
  ConstantEvaluator NONE = constants -> Optional.empty();
}
