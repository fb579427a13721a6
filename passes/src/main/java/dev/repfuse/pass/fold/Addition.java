package dev.repfuse.pass.fold;

import dev.repfuse.pass.Reason;
import java.util.Arrays;

/**
 * Rule A5: the sum of two affine values of one source. Taps are aligned by where they read; both
 * have to have the same stride and give the same number of positions.
 */
final class Addition {
  private Addition() {}

  /** {@code left + sign·right}. */
  static Expression of(Affine left, Affine right, double sign) {
    Geometry a = left.geometry();
    Geometry b = right.geometry();
    if (a.out() != b.out()) {
      return Expression.refused(Reason.WIDENS, "%d and %d channels".formatted(a.out(), b.out()));
    }
    if (!Arrays.equals(a.stride(), b.stride())) {
      return Expression.refused(
          Reason.STRIDES_DIFFER,
          Arrays.toString(a.stride()) + " and " + Arrays.toString(b.stride()));
    }
    for (int axis = 0; axis < a.rank(); axis++) {
      boolean known = a.extent()[axis] != Geometry.UNKNOWN;
      if (known ? a.length(axis) != b.length(axis) : a.slack()[axis] != b.slack()[axis]) {
        return Expression.refused(Reason.SIZES_DIFFER, "");
      }
    }
    Geometry sum = geometry(a, b);
    if (sum.weights() > Integer.MAX_VALUE / 2) {
      return Expression.refused(Reason.MORE_MACS, "the kernel would have over 2^30 weights");
    }
    return new Affine(
        sum,
        left.isBiased() || right.isBiased(),
        () -> {
          double[] kernel = new double[Math.toIntExact(sum.weights())];
          double[] bias = new double[sum.out()];
          add(left, 1, sum, kernel, bias);
          add(right, sign, sum, kernel, bias);
          return new Affine.Weights(kernel, bias);
        });
  }

  private static Geometry geometry(Geometry a, Geometry b) {
    int rank = a.rank();
    long[] kernel = new long[rank];
    long[] dilation = new long[rank];
    long[] offset = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      offset[axis] = Math.min(a.offset()[axis], b.offset()[axis]);
      dilation[axis] =
          Grid.common(
              a.kernel()[axis] > 1 ? a.dilation()[axis] : 0,
              b.kernel()[axis] > 1 ? b.dilation()[axis] : 0,
              a.offset()[axis] - b.offset()[axis]);
      long last = Math.max(lastTap(a, axis), lastTap(b, axis));
      kernel[axis] = (last - offset[axis]) / dilation[axis] + 1;
    }
    return new Geometry(
        a.in(),
        a.out(),
        (int) Grid.gcd(a.group(), b.group()),
        kernel,
        a.stride(),
        dilation,
        offset,
        a.slack(),
        a.extent());
  }

  private static long lastTap(Geometry g, int axis) {
    return g.offset()[axis] + g.dilation()[axis] * (g.kernel()[axis] - 1);
  }

  /** Adds {@code sign·part} to the numbers of the sum. */
  private static void add(Affine part, double sign, Geometry sum, double[] kernel, double[] bias) {
    Geometry g = part.geometry();
    long[] start = new long[g.rank()];
    for (int axis = 0; axis < start.length; axis++) {
      start[axis] = g.offset()[axis] - sum.offset()[axis];
    }
    int[] places = Grid.places(g, sum, Geometry.filled(g.rank(), 1), start);
    int taps = sum.taps();
    int perGroup = g.in() / g.group();
    int perSumGroup = sum.in() / sum.group();
    double[] from = part.weights().kernel();
    for (int o = 0; o < g.out(); o++) {
      int base = o / (g.out() / g.group()) * perGroup;
      int sumBase = o / (sum.out() / sum.group()) * perSumGroup;
      for (int i = 0; i < perGroup; i++) {
        int source = (o * perGroup + i) * places.length;
        int target = (o * perSumGroup + base - sumBase + i) * taps;
        for (int tap = 0; tap < places.length; tap++) {
          kernel[target + places[tap]] += sign * from[source + tap];
        }
      }
      bias[o] += sign * part.weights().bias()[o];
    }
  }
}
