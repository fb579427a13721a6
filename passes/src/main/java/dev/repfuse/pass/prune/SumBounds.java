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
    Bound low = new Bound(bias.low());
    Bound high = new Bound(bias.high());
    boolean constant = bias.isConstant();
    int input = sum.firstInput(output);
    for (int column = 0; column < sum.columns(); column++, input++) {
      double rising = 0;
      double falling = 0;
      int first = sum.at(output, column);
      for (int i = first; i < first + sum.taps(); i++) {
        rising += Math.max(sum.weights()[i], 0);
        falling += Math.min(sum.weights()[i], 0);
      }
      if (rising == 0 && falling == 0) {
        continue;
      }
      low.add(product(rising, lowest[input]), product(falling, highest[input]));
      high.add(product(rising, highest[input]), product(falling, lowest[input]));
      constant &= lowest[input] == highest[input];
      if (!Double.isFinite(rising - falling) || (low.isOpen() && high.isOpen())) {
        return Range.ALL;
      }
    }
    int terms = constant ? 0 : sum.columns() * sum.taps() + 2;
    return Range.between(low.sum - low.rounding(terms), high.sum + high.rounding(terms));
  }

  /** A sum of doubles with how much their rounding may hide. */
  private static final class Bound {
    private double sum;
    private double magnitude;

    Bound(double first) {
      add(first, 0);
    }

    void add(double one, double other) {
      sum += one + other;
      magnitude += Math.abs(one) + Math.abs(other);
    }

    boolean isOpen() {
      return Double.isInfinite(sum) || Double.isNaN(sum);
    }

    double rounding(int terms) {
      return terms == 0 || isOpen() ? 0 : magnitude * ROUNDING * terms;
    }
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
