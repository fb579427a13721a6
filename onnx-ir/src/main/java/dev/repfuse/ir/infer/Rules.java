package dev.repfuse.ir.infer;

import dev.repfuse.ir.Operator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of rules for the standard operators, and for some of ONNX Runtime's own. */
final class Rules {
  private static final Map<String, Rule> BY_NAME = new HashMap<>();

  static {
    List.of(
            ConvTypes.rules(),
            PoolTypes.rules(),
            ElementwiseTypes.rules(),
            NormalizationTypes.rules(),
            MatMulTypes.rules(),
            ShapeOpTypes.rules(),
            LayoutTypes.rules(),
            SliceTypes.rules(),
            GatherTypes.rules(),
            ConstantTypes.rules(),
            ReduceTypes.rules(),
            ResizeTypes.rules(),
            QuantizeTypes.rules(),
            RecurrentTypes.rules(),
            EinsumTypes.rules(),
            ControlTypes.rules())
        .forEach(BY_NAME::putAll);
  }

  private Rules() {}

  static Optional<Rule> of(Operator operator) {
    if (operator.isStandard()) {
      return Optional.ofNullable(BY_NAME.get(operator.type()));
    }
    return operator.equals(Operator.FUSED_CONV)
        ? Optional.ofNullable(BY_NAME.get("Conv"))
        : Optional.empty();
  }
}
