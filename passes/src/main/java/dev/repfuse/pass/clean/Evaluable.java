package dev.repfuse.pass.clean;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.Arrays;
import java.util.Optional;

/** Which nodes a runtime may compute on constants: pure, bounded, and sure to come back. */
final class Evaluable {
  private static final long MOST_ELEMENTS = 1 << 20;

  private Evaluable() {}

  /** Whether the operator is one whose results are worth storing and whose cost is known. */
  static boolean isListed(Node node) {
    return switch (node.opType()) {
      case "Abs",
          "Add",
          "Sub",
          "Mul",
          "Neg",
          "Sqrt",
          "Reciprocal",
          "Exp",
          "Log",
          "Pow",
          "Tanh",
          "Sigmoid",
          "Relu",
          "Erf",
          "Sign",
          "Floor",
          "Ceil",
          "Clip",
          "Min",
          "Max",
          "Sum",
          "Where",
          "Equal",
          "Less",
          "Greater",
          "LessOrEqual",
          "GreaterOrEqual",
          "And",
          "Or",
          "Not",
          "Xor",
          "Reshape",
          "Transpose",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Concat",
          "Slice",
          "Split",
          "Gather",
          "GatherND",
          "GatherElements",
          "ScatterND",
          "ScatterElements",
          "Expand",
          "Tile",
          "Pad",
          "Range",
          "ConstantOfShape",
          "Shape",
          "Size",
          "Identity",
          "MatMul",
          "Gemm",
          "Conv",
          "ReduceSum",
          "ReduceMean",
          "ReduceMax",
          "ReduceMin",
          "ReduceProd",
          "ReduceL2",
          "ReduceSumSquare",
          "Einsum",
          "EyeLike",
          "CumSum",
          "Trilu",
          "OneHot",
          "Div",
          "Mod",
          "Cast" ->
          true;
      default -> false;
    };
  }

  /** Whether the numbers that a listed node reads cannot make it end the process. */
  static boolean isSafe(Node node, Facts facts) {
    return switch (node.opType()) {
      case "Div", "Mod" -> dividesSafely(node, facts);
      case "Cast" -> castsSafely(node, facts);
      default -> true;
    };
  }

  /** Integer division by zero, or of the least number by −1, can end the process. */
  private static boolean dividesSafely(Node node, Facts facts) {
    if (facts.element(node.input(0)).isFloating()) {
      return true;
    }
    return numbers(node.input(1), facts)
        .filter(divisor -> divisor.type().isInteger() && divisor.elementCount() <= MOST_ELEMENTS)
        .filter(divisor -> Arrays.stream(divisor.longs()).allMatch(d -> d != 0 && d != -1))
        .isPresent();
  }

  /** Numbers that the target cannot hold give whatever the processor gives. */
  private static boolean castsSafely(Node node, Facts facts) {
    ElementType from = facts.element(node.input(0));
    ElementType to = ElementType.ofCode(node.intAttribute("to", 0)).orElse(ElementType.UNDEFINED);
    boolean toNumber = to.isFloating() || to.isInteger() || to == ElementType.BOOL;
    boolean fromInteger = from.isInteger() || from == ElementType.BOOL;
    if (!toNumber || !(fromInteger || from.isFloating())) {
      return false;
    }
    if (fromInteger || to.isFloating() || to == ElementType.BOOL) {
      return true;
    }
    return numbers(node.input(0), facts)
        .filter(tensor -> tensor.elementCount() <= MOST_ELEMENTS)
        .filter(tensor -> Arrays.stream(tensor.doubles()).allMatch(v -> holds(to, v)))
        .isPresent();
  }

  private static Optional<Tensor> numbers(Value value, Facts facts) {
    return facts.constant(value).or(() -> facts.known(value));
  }

  /** Whether the whole part of a number, which NaN has none of, is one of the integer type. */
  private static boolean holds(ElementType integer, double value) {
    int bits = integer.bits();
    boolean signed =
        switch (integer) {
          case INT8, INT16, INT32, INT64 -> true;
          default -> false;
        };
    double end = Math.scalb(1.0, signed ? bits - 1 : bits);
    return value < end && (signed ? value >= -end : value > -1);
  }
}
