package dev.repfuse.pass.fold;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Node;
import dev.repfuse.pass.RoundingRisk;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What rounding to half precision does to folded weights. A BatchNormalization whose mean lies κ =
 * |mean| / σ spreads off zero becomes a weight γ/σ and a bias β − γ·mean/σ that nearly cancel: for
 * x near the mean both parts of k·x + b are κ·γ large, and their sum is about γ.
 *
 * <p>The bound: rounding to nearest changes a number k by at most u·|k|, with the unit roundoff u =
 * 2^−p of p digits (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., theorem 2.2;
 * float16: p = 11, bfloat16: p = 8); below the smallest normal number m, where digits are missing,
 * by at most u·m. So the output of a channel changes by {@code |Σ (k̂ − k)·x + b̂ − b| ≤ Σ r(k)·|x|
 * + r(b)}, r(k) = u·max(|k|, m), r(0) = 0: at most {@code gain · max|x| + offset} with gain = Σ
 * r(k) and offset = r(b). For the identity branch alone, |x| ≤ |mean| + 4σ makes this at most u·(2κ
 * + 4 + |β/γ|) of its spread γ. It is a bound on what rounding weights does; a runtime that adds up
 * in half precision has errors of its own, folded or not.
 */
final class HalfPrecision {
  /**
   * Half precision keeps 11 digits (bfloat16: 8). A condition k costs log2(k) of them; five (two)
   * may go.
   */
  private static final double FLOAT16_CONDITION = 32;

  private static final double BFLOAT16_CONDITION = 4;

  private HalfPrecision() {}

  /** Largest |mean| / σ that is safe; infinity for types that are not of half precision. */
  static double safeCondition(ElementType type) {
    return switch (type) {
      case FLOAT16 -> FLOAT16_CONDITION;
      case BFLOAT16 -> BFLOAT16_CONDITION;
      default -> Double.POSITIVE_INFINITY;
    };
  }

  /** The most that rounding once to nearest changes a number of half precision's range. */
  static double roundoff(ElementType type, double number) {
    boolean brain = type == ElementType.BFLOAT16;
    double unit = brain ? 0x1p-8 : 0x1p-11;
    double smallestNormal = brain ? 0x1p-126 : 0x1p-14;
    return number == 0 ? 0 : unit * Math.max(Math.abs(number), smallestNormal);
  }

  /**
   * Errors of each output channel, in the unit of the output.
   *
   * @param gain for each unit of the largest |x|
   * @param reach what x adds to the error, where it is known how large it is
   * @param offset without x
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Errors(double[] gain, Optional<double[]> reach, double[] offset) {

    /**
     * The errors of an affine map.
     *
     * @param magnitude how large |x| is in each channel of the source, where that is known
     */
    static Errors of(Affine affine, ElementType type, Optional<double[]> magnitude) {
      Geometry g = affine.geometry();
      double[] kernel = affine.weights().kernel();
      int row = kernel.length / g.out();
      double[] gain = new double[g.out()];
      double[] reach = new double[g.out()];
      double[] offset = new double[g.out()];
      double[] map = affine.border().map(BorderMap::numbers).orElseGet(() -> new double[0]);
      int positions = map.length / g.out();
      for (int o = 0; o < g.out(); o++) {
        for (int i = 0; i < row; i++) {
          double error = roundoff(type, kernel[o * row + i]);
          gain[o] += error;
          if (magnitude.isPresent()) {
            reach[o] += error * magnitude.get()[g.firstRead(o) + i / g.taps()];
          }
        }
        double largest = 0;
        for (int i = 0; i < positions; i++) {
          largest = Math.max(largest, roundoff(type, map[o * positions + i]));
        }
        offset[o] = roundoff(type, affine.weights().bias()[o]) + largest;
      }
      return new Errors(gain, magnitude.map(known -> reach), offset);
    }

    /** The error of a channel: all that is known of it. */
    private double known(int channel) {
      return offset[channel] + (reach.isPresent() ? reach.get()[channel] : 0);
    }

    /** The same as a part of the channel's spread; 0 for a channel that has none. */
    private double relative(int channel, double[] spread) {
      return spread[channel] > 0 ? known(channel) / spread[channel] : 0;
    }

    /** What the channel risks that is worst off. */
    RoundingRisk risk(Node norm, double condition, ElementType type, double[] spread) {
      int worst = 0;
      for (int o = 1; o < offset.length; o++) {
        if (relative(o, spread) > relative(worst, spread)) {
          worst = o;
        }
      }
      return new RoundingRisk(
          norm.toString(),
          condition,
          type.keyword(),
          worst,
          spread[worst],
          gain[worst],
          offset[worst],
          reach.isPresent() ? OptionalDouble.of(relative(worst, spread)) : OptionalDouble.empty());
    }
  }
}
