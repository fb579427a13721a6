package dev.repfuse.pass.prune;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.util.Arrays;
import java.util.Optional;

/** A convolution or product with constant weights, as sums of the channels of its input. */
final class WeightedSum {
  private final Node node;
  private final Initializer constant;
  private final int channelAxis;
  private final double[] weights;
  private final boolean rowsAreInputs;
  private final int rows;
  private final int perRow;
  private final int group;
  private final int taps;

  private WeightedSum(
      Node node, Initializer constant, int channelAxis, boolean rowsAreInputs, int group) {
    Tensor tensor = constant.tensor().orElseThrow();
    long[] extents = tensor.shape().sizes().orElseThrow();
    this.node = node;
    this.constant = constant;
    this.channelAxis = channelAxis;
    this.weights = tensor.doubles();
    this.rowsAreInputs = rowsAreInputs;
    this.rows = (int) extents[0];
    this.perRow = (int) extents[1];
    this.group = group;
    this.taps = weights.length / (rows * perRow);
  }

  /** The node, if its second operand is constant and of the usual form. */
  static Optional<WeightedSum> of(Node node, Ties ties) {
    if (!ties.facts().isStandard(node)
        || node.inputs().size() < 2
        || !(node.input(1) instanceof Initializer constant)
        || constant.tensor().isEmpty()) {
      return Optional.empty();
    }
    Shape shape = constant.tensor().get().shape();
    int group = (int) node.intAttribute("group", 1);
    if (shape.rank() < 2 || shape.sizes().map(WeightedSum::isEmpty).orElse(true)) {
      return Optional.empty();
    }
    return switch (node.opType()) {
      case "Conv" -> Optional.of(new WeightedSum(node, constant, 1, false, group));
      case "ConvTranspose" ->
          group == 1 ? Optional.of(new WeightedSum(node, constant, 1, true, 1)) : Optional.empty();
      case "Gemm" ->
          node.intAttribute("transA", 0) == 0
              ? Optional.of(
                  new WeightedSum(node, constant, 1, node.intAttribute("transB", 0) == 0, 1))
              : Optional.empty();
      case "MatMul" ->
          shape.rank() == 2
              ? Optional.of(new WeightedSum(node, constant, ties.rank(node.input(0)) - 1, true, 1))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static boolean isEmpty(long[] extents) {
    return Arrays.stream(extents).anyMatch(extent -> extent == 0);
  }

  Node node() {
    return node;
  }

  /** The weights. */
  Initializer constant() {
    return constant;
  }

  /** The axis of the first operand that is summed over. */
  int channelAxis() {
    return channelAxis;
  }

  /** The numbers of {@link #constant}. */
  double[] weights() {
    return weights;
  }

  /** How many channels the result has. */
  int outputs() {
    return rowsAreInputs ? perRow : rows;
  }

  /** How many input channels a result is a sum of. */
  int columns() {
    return rowsAreInputs ? rows : perRow;
  }

  /** The input channel that is the first of those a result is a sum of. */
  int firstInput(int output) {
    return output / Math.max(1, outputs() / group) * columns();
  }

  /** How many input channels there are, those of all groups. */
  int inputs() {
    return firstInput(outputs() - 1) + columns();
  }

  /** How many weights an input channel has for each result. */
  int taps() {
    return taps;
  }

  /**
   * Where the weights of a result for an input channel begin.
   *
   * @param column the input channel, counted from {@link #firstInput}
   */
  int at(int output, int column) {
    return (rowsAreInputs ? column * perRow + output : output * perRow + column) * taps;
  }

  /** What every weight is multiplied by. */
  double factor() {
    return node.is("Gemm") ? node.floatAttribute("alpha", 1) : 1;
  }

  /** The sum of the weights of a result for an input channel. */
  double sum(int output, int column) {
    double sum = 0;
    int first = at(output, column);
    for (int i = first; i < first + taps; i++) {
      sum += weights[i];
    }
    return sum * factor();
  }

  /** Whether all weights count at each place of the result, also at its rim. */
  boolean isUniform() {
    return switch (node.opType()) {
      case "Conv" ->
          Arrays.stream(node.intsAttribute("pads").orElse(new long[0])).allMatch(pad -> pad == 0)
              && (node.stringAttribute("auto_pad", "NOTSET").equals("NOTSET")
                  || node.stringAttribute("auto_pad", "NOTSET").equals("VALID"));
      case "ConvTranspose" -> false;
      default -> true;
    };
  }
}
