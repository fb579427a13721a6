package dev.repfuse.pass.clean;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.pass.Facts;
import java.util.Optional;

/** Which operators a runtime may compute on constants: pure, bounded, and sure to come back. */
final class Evaluable {
  private Evaluable() {}

  static boolean isSafe(Node node, Facts facts) {
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
          "OneHot" ->
          true;
      case "Div", "Mod" -> dividesSafely(node, facts);
      case "Cast" -> castsSafely(node, facts);
      default -> false;
    };
  }

  /** Integer division by zero, or of the least number by −1, can end the process. */
  private static boolean dividesSafely(Node node, Facts facts) {
    if (facts.element(node.input(0)).isFloating()) {
      return true;
    }
    Optional<Tensor> divisor = facts.constant(node.input(1)).or(() -> facts.known(node.input(1)));
    return divisor.isPresent()
        && divisor.get().type().isInteger()
        && java.util.Arrays.stream(divisor.get().longs()).allMatch(d -> d != 0 && d != -1);
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
    Optional<Tensor> numbers = facts.constant(node.input(0)).or(() -> facts.known(node.input(0)));
    return numbers.isPresent()
        && java.util.Arrays.stream(numbers.get().doubles()).allMatch(v -> Math.abs(v) < 0x1p7);
  }
}
