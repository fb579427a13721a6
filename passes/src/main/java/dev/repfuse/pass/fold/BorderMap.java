package dev.repfuse.pass.fold;

import dev.repfuse.pass.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What has to be added to an affine value, position by position, because a padded map on the way
 * saw zero instead of a bias. It is not zero near the border only, and exists where all lengths are
 * known.
 */
final class BorderMap {
  private static final double MOST_WORK = 1 << 28;

  private final BooleanSupplier zero;
  private final Supplier<double[]> source;
  private Optional<double[]> numbers = Optional.empty();

  private BorderMap(BooleanSupplier zero, Supplier<double[]> source) {
    this.zero = zero;
    this.source = source;
  }

  /** A map that is known: shape [out, positions], positions in row-major order. */
  static BorderMap of(double[] numbers) {
    return new BorderMap(
        () -> Arrays.stream(numbers).allMatch(number -> number == 0), () -> numbers);
  }

  /** Whether every bias that a border would see is zero, and with it the map; costs its numbers. */
  boolean isSurelyZero() {
    return zero.getAsBoolean();
  }

  /** Shape [out, positions], positions in row-major order. */
  double[] numbers() {
    double[] known = numbers.orElseGet(source);
    numbers = Optional.of(known);
    return known;
  }

  /** Why a composition that needs a map cannot have one, if it cannot. */
  static Optional<Expression.Refusal> refusal(Geometry outer) {
    for (int axis = 0; axis < outer.rank(); axis++) {
      if (outer.extent()[axis] == Geometry.UNKNOWN || outer.length(axis) < 1) {
        return Optional.of(new Expression.Refusal(Reason.BIAS_UNDER_PADDING, ""));
      }
    }
    int perGroup = outer.in() / outer.group();
    double each = outer.positions() * outer.taps() * outer.out() * perGroup;
    return each > MOST_WORK
        ? Optional.of(new Expression.Refusal(Reason.BIAS_UNDER_PADDING, "the map is too large"))
        : Optional.empty();
  }

  /**
   * The map of a composition. With b the inner bias, M the inner value's own map and w the outer
   * kernel, an outer tap that reads outside takes w·b back, and one that reads inside adds w·M.
   */
  static BorderMap of(Affine inner, Affine outer) {
    return new BorderMap(
        () -> !inner.hasBias() && isSurelyZero(inner), () -> composed(inner, outer));
  }

  private static double[] composed(Affine inner, Affine outer) {
    Geometry g = outer.geometry();
    int[] places = places(g);
    int taps = g.taps();
    int positions = places.length / taps;
    int perGroup = g.in() / g.group();
    double[] kernel = outer.weights().kernel();
    double[] bias = inner.weights().bias();
    double[] before = inner.border().map(BorderMap::numbers).orElseGet(() -> new double[0]);
    int lengthBefore = before.length / g.in();
    double[] map = new double[g.out() * positions];
    Reads reads = outer.reads();
    for (int o = 0; o < g.out(); o++) {
      for (int m = reads.first()[o]; m < reads.end()[o]; m++) {
        int row = (o * perGroup + m - g.firstRead(o)) * taps;
        for (int i = 0; i < places.length; i++) {
          double weight = kernel[row + i % taps];
          if (places[i] < 0) {
            map[o * positions + i / taps] -= weight * bias[m];
          } else if (before.length > 0) {
            map[o * positions + i / taps] += weight * before[m * lengthBefore + places[i]];
          }
        }
      }
    }
    return map;
  }

  /** Each channel times its factor. */
  BorderMap scaled(double[] factor) {
    return new BorderMap(
        zero,
        () -> {
          double[] scaled = numbers().clone();
          int positions = scaled.length / factor.length;
          for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor[i / positions];
          }
          return scaled;
        });
  }

  /** Channel {@code i} is channel {@code rows[i]} of this. */
  BorderMap rows(int[] rows, int channels) {
    return new BorderMap(
        zero,
        () -> {
          int positions = numbers().length / channels;
          double[] chosen = new double[rows.length * positions];
          for (int i = 0; i < rows.length; i++) {
            System.arraycopy(numbers(), rows[i] * positions, chosen, i * positions, positions);
          }
          return chosen;
        });
  }

  /** The map of {@code left + sign·right}. */
  static Optional<BorderMap> sum(Affine left, Affine right, double sign) {
    if (left.border().isEmpty() && right.border().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BorderMap(
            () -> isSurelyZero(left) && isSurelyZero(right),
            () -> {
              double[] sum = numbersOf(left).clone();
              double[] other = numbersOf(right);
              for (int i = 0; i < sum.length; i++) {
                sum[i] += sign * other[i];
              }
              return sum;
            }));
  }

  /** The maps of values that are joined along their channels. */
  static Optional<BorderMap> stacked(List<Affine> parts) {
    if (parts.stream().allMatch(part -> part.border().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new BorderMap(
            () -> parts.stream().allMatch(BorderMap::isSurelyZero),
            () -> {
              List<double[]> all = parts.stream().map(BorderMap::numbersOf).toList();
              double[] stacked = new double[all.stream().mapToInt(part -> part.length).sum()];
              int at = 0;
              for (double[] part : all) {
                System.arraycopy(part, 0, stacked, at, part.length);
                at += part.length;
              }
              return stacked;
            }));
  }

  private static boolean isSurelyZero(Affine value) {
    return value.border().filter(map -> !map.isSurelyZero()).isEmpty();
  }

  private static double[] numbersOf(Affine value) {
    return value
        .border()
        .map(BorderMap::numbers)
        .orElseGet(() -> new double[Math.toIntExact((long) value.geometry().elements())]);
  }

  /** For each output position and tap, the position that is read; −1 outside. */
  private static int[] places(Geometry g) {
    int taps = g.taps();
    int positions = (int) g.positions();
    int[] places = new int[positions * taps];
    for (int i = 0; i < places.length; i++) {
      int tap = i % taps;
      int position = i / taps;
      int place = 0;
      int step = 1;
      for (int axis = g.rank() - 1; axis >= 0; axis--) {
        long read =
            g.stride()[axis] * (position % g.length(axis))
                + g.offset()[axis]
                + g.dilation()[axis] * (tap % g.kernel()[axis]);
        position /= (int) g.length(axis);
        tap /= (int) g.kernel()[axis];
        boolean inside = place >= 0 && read >= 0 && read < g.extent()[axis];
        place = inside ? place + (int) read * step : -1;
        step *= (int) g.extent()[axis];
      }
      places[i] = place;
    }
    return places;
  }
}
