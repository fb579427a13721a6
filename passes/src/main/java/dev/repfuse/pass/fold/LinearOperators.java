package dev.repfuse.pass.fold;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.function.Supplier;

/** Which operators are linear, and the rule for each. */
final class LinearOperators {
  /** Before this operator set, elementwise operators broadcast by other rules. */
  private static final long OLDEST_OPSET = 7;

  private static final Step OPAQUE = new Step.Opaque();

  private LinearOperators() {}

  /** What the node that computes {@code result} does to affine values. */
  static Step step(Result result, Facts facts) {
    Step step = stepIfAttributesAreKnown(result, facts);
    return !(step instanceof Step.Opaque) && facts.isOpen(result.producer())
        ? Step.blocked(Reason.ATTRIBUTE_OF_CALLER, "")
        : step;
  }

  private static Step stepIfAttributesAreKnown(Result result, Facts facts) {
    Node node = result.producer();
    if (node.is("Split") && facts.isOwn(node)) {
      return SplitRule.step(result, facts);
    }
    if (!facts.isOwn(node) || facts.opset() < OLDEST_OPSET || node.result().isEmpty()) {
      return OPAQUE;
    }
    return switch (node.opType()) {
      case "Conv" -> ConvolutionRule.step(node, facts);
      case "BatchNormalization" -> BatchNormalizationRule.step(node, facts);
      case "Mul", "Div", "Add", "Sub", "Neg", "Sum" -> ElementwiseRule.step(node, facts);
      case "AveragePool" -> AveragePoolRule.step(node, facts);
      case "Pad" -> PadRule.step(node, facts);
      case "Concat" -> ConcatRule.step(node);
      case "ScatterND" -> RimRule.step(node, facts);
      case "Transpose" -> firstLinear(RimRule.step(node, facts), () -> MoveRule.transpose(node));
      case "Reshape" ->
          firstLinear(ShuffleRule.step(node, facts), () -> MoveRule.rows(node, facts));
      case "Flatten" -> MoveRule.rows(node, facts);
      case "Gather" -> GatherRule.step(node, facts);
      case "Slice" -> SliceRule.step(node, facts);
      case "Gemm" -> ProductRule.gemm(node, facts);
      case "MatMul" -> ProductRule.matMul(node, facts);
      default -> OPAQUE;
    };
  }

  private static Step firstLinear(Step first, Supplier<Step> second) {
    return first instanceof Step.Linear ? first : second.get();
  }

  /** Whether the operator multiplies by a matrix or kernel of weights. */
  static boolean isProduct(Node node) {
    return node.is("Conv") || node.is("Gemm") || node.is("MatMul");
  }
}
