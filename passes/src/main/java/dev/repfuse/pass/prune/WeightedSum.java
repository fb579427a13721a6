package dev.repfuse.pass.prune;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.util.Arrays;
import java.util.Optional;

/** A convolution or product with constant weights, as sums of the channels of its input. */
final class WeightedSum {
  private static final double ROUNDING = 0x1p-53;

  private final Node node;
  private final Initializer constant;
  private final int channelAxis;
  private final double[] weights;
  private final boolean rowsAreInputs;
  private final int rows;
  private final int perRow;
  private final int group;

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

  /** How many weights an input channel has for each result. */
  int taps() {
    return weights.length / (rows * perRow);
  }

  /**
   * Where the weights of a result for an input channel begin.
   *
   * @param column the input channel, counted from {@link #firstInput}
   */
  int at(int output, int column) {
    return (rowsAreInputs ? column * perRow + output : output * perRow + column) * taps();
  }

  /** What every weight is multiplied by. */
  double factor() {
    return node.is("Gemm") ? node.floatAttribute("alpha", 1) : 1;
  }

  /** The sum of the weights of a result for an input channel. */
  double sum(int output, int column) {
    double sum = 0;
    int first = at(output, column);
    for (int i = first; i < first + taps(); i++) {
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

  /** Between which bounds a result lies, with what its rounding in double may hide. */
  Range range(Ranges ranges, int output) {
    boolean uniform = isUniform();
    Range bias = bias(ranges, output);
    Bound low = new Bound(bias.low());
    Bound high = new Bound(bias.high());
    int firstInput = firstInput(output);
    for (int column = 0; column < columns(); column++) {
      double rising = 0;
      double falling = 0;
      int first = at(output, column);
      for (int i = first; i < first + taps(); i++) {
        rising += Math.max(weights[i], 0);
        falling += Math.min(weights[i], 0);
      }
      if (rising == 0 && falling == 0) {
        continue;
      }
      Range own = ranges.read(node, channelAxis, firstInput + column);
      Range read = (uniform ? own : own.or(Range.ZERO)).times(factor());
      Range part = read.times(rising).plus(read.times(falling));
      low.add(part.low());
      high.add(part.high());
      if (low.isOpen() && high.isOpen()) {
        return Range.ALL;
      }
    }
    boolean exact = low.sum == high.sum;
    int terms = exact ? 0 : columns() * taps() + 2;
    return Range.between(low.sum - low.rounding(terms), high.sum + high.rounding(terms));
  }

  /** A sum of doubles with how much their rounding may hide. */
  private static final class Bound {
    private double sum;
    private double magnitude;

    Bound(double first) {
      add(first);
    }

    void add(double term) {
      sum += term;
      magnitude += Math.abs(term);
    }

    boolean isOpen() {
      return Double.isInfinite(sum);
    }

    double rounding(int terms) {
      return terms == 0 || isOpen() ? 0 : magnitude * ROUNDING * terms;
    }
  }

  private Range bias(Ranges ranges, int output) {
    if (node.inputs().size() < 3 || !(node.input(2) instanceof NamedValue bias)) {
      return Range.ZERO;
    }
    int rank = ranges.rank(bias);
    boolean repeated = rank == 0 || ranges.extent(bias, rank - 1) == 1;
    Range range = repeated ? ranges.whole(bias) : ranges.at(bias, rank - 1, output);
    return node.is("Gemm") ? range.times(node.floatAttribute("beta", 1)) : range;
  }
}
