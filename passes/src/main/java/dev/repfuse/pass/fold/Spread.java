package dev.repfuse.pass.fold;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The standard deviation of each channel of a value, as far as the statistics of
 * BatchNormalizations tell it: γ behind one of them, and the root of summed squares where values
 * are added up, as for uncorrelated ones. It is the unit in which an error is stated, and decides
 * nothing. A channel of which no statistics tell has none: 0.
 */
final class Spread {
  private final Supplier<double[]> source;
  private Optional<double[]> numbers = Optional.empty();

  Spread(Supplier<double[]> source) {
    this.source = source;
  }

  /** Shape [out]. */
  double[] numbers() {
    double[] known = numbers.orElseGet(source);
    numbers = Optional.of(known);
    return known;
  }

  /** Each channel times its factor. */
  Spread scaled(double[] factor) {
    return new Spread(() -> {
      double[] scaled = numbers().clone();
      for (int c = 0; c < scaled.length; c++) {
        scaled[c] *= Math.abs(factor[c]);
      }
      return scaled;
    });
  }

  /** Channel {@code i} is channel {@code rows[i]} of this. */
  Spread rows(int[] rows) {
    return new Spread(() -> {
      double[] chosen = new double[rows.length];
      for (int i = 0; i < rows.length; i++) {
        chosen[i] = numbers()[rows[i]];
      }
      return chosen;
    });
  }

  /** Behind a map of this value: the root of the sum of (weight · spread)². */
  Spread through(Affine outer) {
    return new Spread(() -> {
      Geometry g = outer.geometry();
      double[] kernel = outer.weights().kernel();
      int perGroup = g.in() / g.group();
      double[] result = new double[g.out()];
      for (int o = 0; o < result.length; o++) {
        double squares = 0;
        for (int i = 0; i < perGroup * g.taps(); i++) {
          double part =
              kernel[o * perGroup * g.taps() + i] * numbers()[g.firstRead(o) + i / g.taps()];
          squares += part * part;
        }
        result[o] = Math.sqrt(squares);
      }
      return result;
    });
  }

  /** Of the sum of two values. */
  static Optional<Spread> sum(Affine left, Affine right) {
    if (left.spread().isEmpty() || right.spread().isEmpty()) {
      return left.spread().or(right::spread);
    }
    return Optional.of(
        new Spread(() -> {
          double[] sum = left.spread().get().numbers().clone();
          double[] other = right.spread().get().numbers();
          for (int c = 0; c < sum.length; c++) {
            sum[c] = Math.hypot(sum[c], other[c]);
          }
          return sum;
        }));
  }

  /** Of values that are joined along their channels. */
  static Optional<Spread> stacked(List<Affine> parts) {
    if (parts.stream().allMatch(part -> part.spread().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new Spread(() -> {
          double[] stacked = new double[parts.stream().mapToInt(p -> p.geometry().out()).sum()];
          int at = 0;
          for (Affine part : parts) {
            int out = part.geometry().out();
            if (part.spread().isPresent()) {
              System.arraycopy(part.spread().get().numbers(), 0, stacked, at, out);
            }
            at += out;
          }
          return stacked;
        }));
  }
}
