package dev.repfuse.ir.infer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of rules for the standard operators, by name. */
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

  static Optional<Rule> of(String operator) {
    return Optional.ofNullable(BY_NAME.get(operator));
  }
}
