package dev.repfuse.pass.prune;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import java.util.List;

/**
 * Between which bounds the results of a convolution or product lie, whose weights are constant: the
 * bounds of its input are looked up once, for all results.
 */
final class SumBounds {
  private static final double ROUNDING = 0x1p-53;

  private final WeightedSum sum;
  private final Ranges ranges;
  private final double[] lowest;
  private final double[] highest;

  /** With what is known of the input and the bias. */
  SumBounds(WeightedSum sum, Ranges ranges) {
    this.sum = sum;
    this.ranges = ranges;
    boolean uniform = sum.isUniform();
    List<Range> inputs = ranges.read(sum.node(), sum.channelAxis(), sum.inputs());
    this.lowest = new double[inputs.size()];
    this.highest = new double[inputs.size()];
    for (int input = 0; input < inputs.size(); input++) {
      Range own = uniform ? inputs.get(input) : inputs.get(input).or(Range.ZERO);
      Range scaled = own.times(sum.factor());
      lowest[input] = scaled.low();
      highest[input] = scaled.high();
    }
  }

  /** The bounds of a result, with what its rounding in double may hide. */
  Range of(int output) {
    Range bias = bias(output);
    double low = bias.low();
    double high = bias.high();
    double lowMagnitude = Math.abs(low);
    double highMagnitude = Math.abs(high);
    int input = sum.firstInput(output);
    for (int column = 0; column < sum.columns(); column++, input++) {
      double rising = sum.rising(output, column);
      double falling = sum.falling(output, column);
      double least = product(rising, lowest[input]) + product(falling, highest[input]);
      double most = product(rising, highest[input]) + product(falling, lowest[input]);
      boolean sound =
          least <= most && least < Double.POSITIVE_INFINITY && most > Double.NEGATIVE_INFINITY;
      if (!sound || !Double.isFinite(rising - falling)) {
        return Range.ALL;
      }
      low += least;
      high += most;
      lowMagnitude += Math.abs(least);
      highMagnitude += Math.abs(most);
      if (Double.isInfinite(low) && Double.isInfinite(high)) {
        return Range.ALL;
      }
    }
    int terms = low == high ? 0 : sum.columns() * sum.taps() + 2;
    double below = Double.isInfinite(low) ? 0 : lowMagnitude * ROUNDING * terms;
    double above = Double.isInfinite(high) ? 0 : highMagnitude * ROUNDING * terms;
    return Range.between(low - below, high + above);
  }

  /** Nothing of a number without bounds is nothing. */
  private static double product(double weight, double bound) {
    return weight == 0 || bound == 0 ? 0 : weight * bound;
  }

  private Range bias(int output) {
    Node node = sum.node();
    if (node.inputs().size() < 3 || !(node.input(2) instanceof NamedValue bias)) {
      return Range.ZERO;
    }
    int rank = ranges.rank(bias);
    boolean repeated = rank == 0 || ranges.extent(bias, rank - 1) == 1;
    Range range = repeated ? ranges.whole(bias) : ranges.at(bias, rank - 1, output);
    return node.is("Gemm") ? range.times(node.floatAttribute("beta", 1)) : range;
  }
}
