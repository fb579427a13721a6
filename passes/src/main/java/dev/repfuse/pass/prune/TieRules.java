package dev.repfuse.pass.prune;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import java.util.HashMap;
import java.util.Map;

/** Which rule ties the axes of which operator. */
final class TieRules {
  private static final Map<String, TieRule> RULES = new HashMap<>();

  static {
    of(ElementwiseTies::all, "Add", "Sub", "Mul", "Div", "Pow", "Max", "Min", "Sum", "Mean", "Mod");
    of(ElementwiseTies::all, "And", "Or", "Xor", "Equal", "Greater", "Less", "GreaterOrEqual");
    of(ElementwiseTies::all, "LessOrEqual", "Where", "PRelu", "BitShift");
    of(
        ElementwiseTies::first,
        "Relu",
        "LeakyRelu",
        "Elu",
        "Selu",
        "Celu",
        "Sigmoid",
        "HardSigmoid");
    of(ElementwiseTies::first, "HardSwish", "Softplus", "Softsign", "Tanh", "ThresholdedRelu");
    of(ElementwiseTies::first, "Gelu", "Mish", "Erf", "Exp", "Log", "Sqrt", "Abs", "Neg", "Sign");
    of(
        ElementwiseTies::first,
        "Reciprocal",
        "Floor",
        "Ceil",
        "Round",
        "Sin",
        "Cos",
        "Not",
        "IsNaN");
    of(ElementwiseTies::first, "Clip", "Cast", "Identity", "Dropout", "Shrink");
    of(ElementwiseTies::quantize, "QuantizeLinear", "DequantizeLinear");
    of(ConvolutionTies::conv, "Conv");
    of(ConvolutionTies::transposed, "ConvTranspose");
    of(ProductTies::gemm, "Gemm");
    of(ProductTies::matMul, "MatMul");
    of(NormalizationTies::batch, "BatchNormalization");
    of(NormalizationTies::instance, "InstanceNormalization");
    of(NormalizationTies::group, "GroupNormalization");
    of(NormalizationTies::layer, "LayerNormalization", "RMSNormalization");
    of(NormalizationTies::softmax, "Softmax", "LogSoftmax", "Hardmax");
    of(WindowTies::pool, "MaxPool", "AveragePool", "LpPool", "GlobalAveragePool", "GlobalMaxPool");
    of(WindowTies::pool, "GlobalLpPool");
    of(ResizeTies::relate, "Resize", "Upsample");
    of(WindowTies::pad, "Pad");
    of(ReductionTies::sum, "ReduceSum", "ReduceL1", "ReduceL2", "ReduceSumSquare");
    of(ReductionTies::other, "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd");
    of(ReductionTies::other, "ReduceLogSum", "ReduceLogSumExp");
    of(ReductionTies::places, "ArgMax", "ArgMin");
    of(SelectionTies::concat, "Concat");
    of(SelectionTies::split, "Split");
    of(SelectionTies::gather, "Gather");
    of(SliceTies::relate, "Slice");
    of(LayoutTies::transpose, "Transpose");
    of(LayoutTies::depthToSpace, "DepthToSpace");
    of(LayoutTies::spaceToDepth, "SpaceToDepth");
    of(ReshapeTies::relate, "Reshape", "Flatten", "Squeeze", "Unsqueeze");
    of(ShapeTies::relate, "Shape");
    of(LayoutTies::expand, "Expand");
    of(EinsumTies::relate, "Einsum");
    of(SubgraphTies::branches, "If");
    of(SubgraphTies::rounds, "Loop", "Scan");
  }

  private TieRules() {}

  private static void of(TieRule rule, String... operators) {
    for (String operator : operators) {
      RULES.put(operator, rule);
    }
  }

  /** The operator's rule, or the one that keeps all it touches. */
  static TieRule of(Node node, Ties ties) {
    if (node.operator().equals(Operator.FUSED_CONV)
        && ties.facts().model().functionOf(node).isEmpty()) {
      return ConvolutionTies::fused;
    }
    return ties.facts().isStandard(node)
        ? RULES.getOrDefault(node.opType(), UnknownTies::relate)
        : UnknownTies::relate;
  }
}
