package dev.repfuse.pass.clean;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Tensor;
import dev.repfuse.pass.ConstantEvaluator;
import dev.repfuse.testkit.Oracle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Computes constants in ONNX Runtime, and remembers how many nodes each call was given. */
final class Oracled implements ConstantEvaluator {
  private final List<Integer> calls = new ArrayList<>();

  @Override
  public Optional<Map<String, Tensor>> evaluate(Model constants) {
    calls.add(constants.graph().nodeCount());
    try {
      return Optional.of(Oracle.constants(constants));
    } catch (IllegalStateException refused) {
      return Optional.empty();
    }
  }

  List<Integer> calls() {
    return List.copyOf(calls);
  }
}
