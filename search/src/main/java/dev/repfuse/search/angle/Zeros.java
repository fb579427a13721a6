package dev.repfuse.search.angle;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.Arrays;

/** Which values are zero everywhere, as what the operator `none` gives. */
record Zeros(Facts facts) {
  private static final int DEEPEST = 32;

  boolean isZero(Value value) {
    return isZero(value, DEEPEST);
  }

  private boolean isZero(Value value, int depth) {
    if (facts.known(value).filter(Zeros::isZero).isPresent()) {
      return true;
    }
    if (depth == 0 || !(value instanceof Result result) || !facts.isStandard(result.producer())) {
      return false;
    }
    Node node = result.producer();
    return switch (node.opType()) {
      case "Mul" -> isZero(node.input(0), depth - 1) || isZero(node.input(1), depth - 1);
      case "ConstantOfShape" ->
          node.attribute("value")
              .map(Attribute::content)
              .map(content ->
                  content instanceof Attribute.TensorValue(Tensor tensor) && isZero(tensor))
              .orElse(true);
      case "Identity",
          "Cast",
          "Reshape",
          "Transpose",
          "Squeeze",
          "Unsqueeze",
          "Expand",
          "Slice",
          "Flatten" ->
          isZero(node.input(0), depth - 1);
      default -> false;
    };
  }

  private static boolean isZero(Tensor tensor) {
    return tensor.isNumeric() && Arrays.stream(tensor.doubles()).allMatch(number -> number == 0);
  }
}
