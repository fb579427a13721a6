package dev.repfuse.pass.prune;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import java.util.Optional;

/** A convolution or product with constant weights, as sums of the channels of its input. */
final class WeightedSum {
  private final Node node;
  private final int channelAxis;
  private final Shape shape;
  private final double[] weights;
  private final boolean rowsAreInputs;
  private final int group;

  /**
   * @param channelAxis the input's axis that is summed over
   * @param rowsAreInputs whether the weights' first axis counts input channels
   * @param group into how many groups channels fall
   */
  private WeightedSum(
      Node node, int channelAxis, Shape shape, double[] weights, boolean rowsAreInputs, int group) {
    this.node = node;
    this.channelAxis = channelAxis;
    this.shape = shape;
    this.weights = weights;
    this.rowsAreInputs = rowsAreInputs;
    this.group = group;
  }

  /** The node, if its second operand is constant and of the usual form. */
  static Optional<WeightedSum> of(Node node, Ties ties) {
    if (!(node.input(1) instanceof Initializer constant)
        || constant.tensor().isEmpty()
        || constant.tensor().get().shape().rank() < 2) {
      return Optional.empty();
    }
    Shape shape = constant.tensor().get().shape();
    double[] weights = constant.tensor().get().doubles();
    int group = (int) node.intAttribute("group", 1);
    return switch (node.opType()) {
      case "Conv" -> Optional.of(new WeightedSum(node, 1, shape, weights, false, group));
      case "ConvTranspose" ->
          group == 1
              ? Optional.of(new WeightedSum(node, 1, shape, weights, true, 1))
              : Optional.empty();
      case "Gemm" ->
          node.intAttribute("transA", 0) == 0
              ? Optional.of(
                  new WeightedSum(node, 1, shape, weights, node.intAttribute("transB", 0) == 0, 1))
              : Optional.empty();
      case "MatMul" ->
          shape.rank() == 2
              ? Optional.of(
                  new WeightedSum(node, ties.rank(node.input(0)) - 1, shape, weights, true, 1))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Whether an output channel is zero: no bias, and weights only for inputs that are zero. */
  boolean isZero(Zeros zeros, int output) {
    if (node.inputs().size() > 2 && node.input(2) instanceof NamedValue bias) {
      if (!isZeroBias(zeros, bias, output)) {
        return false;
      }
    }
    long[] extents = shape.sizes().orElseThrow();
    int columns = (int) extents[rowsAreInputs ? 0 : 1];
    int outputs = (int) extents[rowsAreInputs ? 1 : 0];
    int firstInput = output / Math.max(1, outputs / group) * columns;
    for (int i = 0; i < columns; i++) {
      if (!zeros.at(node.input(0), channelAxis, firstInput + i) && weighs(output, i, extents)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZeroBias(Zeros zeros, Value bias, int output) {
    return bias instanceof Initializer constant
        && constant
            .tensor()
            .filter(tensor ->
                tensor.elementCount() == 1
                    ? tensor.doubles()[0] == 0
                    : zeros.at(bias, tensor.shape().rank() - 1, output))
            .isPresent();
  }

  private boolean weighs(int output, int input, long[] extents) {
    int inner = (int) (weights.length / (extents[0] * extents[1]));
    int row = rowsAreInputs ? input : output;
    int column = rowsAreInputs ? output : input;
    int first = (row * (int) extents[1] + column) * inner;
    for (int i = first; i < first + inner; i++) {
      if (weights[i] != 0) {
        return true;
      }
    }
    return false;
  }
}
