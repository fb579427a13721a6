package dev.repfuse;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.pass.ConstantEvaluator;
import dev.repfuse.runtime.OrtEvaluator;
import dev.repfuse.runtime.OrtFailure;
import java.util.Map;
import java.util.Optional;

/** Computes constant expressions in ONNX Runtime, which is loaded when there is one. */
final class RuntimeConstants implements ConstantEvaluator {
  @Override
  public Optional<Map<String, Tensor>> evaluate(Model constants) {
    try {
      return Optional.of(new OrtEvaluator().evaluate(ModelFile.toBytes(constants)));
    } catch (OrtFailure e) {
      return Optional.empty();
    }
  }
}
