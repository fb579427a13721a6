package dev.repfuse.pass.fold;

import dev.repfuse.pass.Reason;
import java.util.Arrays;

/**
 * Rule A2: a convolution of an affine value. Outside of the inner value the outer map sees zero,
 * while the inner formula would go on: where the outer map reads there, the inner formula has to be
 * zero by itself, else the composition is refused.
 */
final class Composition {
  private Composition() {}

  /** {@code outer} applied to the value that {@code inner} describes. */
  static Expression of(Affine inner, Affine outer) {
    Geometry first = inner.geometry();
    Geometry second = outer.geometry();
    if (first.out() != second.in()) {
      return Expression.refused(
          Reason.MALFORMED,
          "%d channels meet a convolution of %d".formatted(first.out(), second.in()));
    }
    if (inner.isIdentity()) {
      return outer;
    }
    if (inner.chosen().isPresent()) {
      return readingChosen(first.in(), inner.chosen().get(), outer);
    }
    for (int axis = 0; axis < first.rank(); axis++) {
      boolean before = second.offset()[axis] < 0;
      boolean behind = readsBehind(first, second, axis);
      if ((before && reachesInFromBefore(first, axis))
          || (behind && reachesInFromBehind(first, axis))) {
        return Expression.refused(Reason.PADDED_AFTER_PADDED, "");
      }
      if ((before || behind) && inner.hasBias()) {
        return Expression.refused(Reason.BIAS_UNDER_PADDING, "");
      }
    }
    Geometry geometry = geometry(first, second);
    if (geometry.weights() > Geometry.MOST_WEIGHTS) {
      return Expression.refused(Reason.MORE_MACS, "the kernel would have over 2^30 weights");
    }
    return new Affine(
        geometry, inner.isBiased() || outer.isBiased(), () -> weights(inner, outer, geometry));
  }

  /** Rule A7: a map of chosen channels reads the source at the channels that they are copies of. */
  private static Expression readingChosen(int in, int[] chosen, Affine outer) {
    Geometry old = outer.geometry();
    int perOldGroup = old.in() / old.group();
    int[] reads = new int[old.out()];
    int[] ends = new int[old.out()];
    for (int o = 0; o < reads.length; o++) {
      int[] read = Arrays.copyOfRange(chosen, old.firstRead(o), old.firstRead(o) + perOldGroup);
      reads[o] = Arrays.stream(read).min().orElseThrow();
      ends[o] = Arrays.stream(read).max().orElseThrow() + 1;
    }
    Geometry geometry = old.withIn(in).withGroup(Grouping.largest(in, reads, ends));
    if (geometry.weights() > Geometry.MOST_WEIGHTS) {
      return Expression.refused(Reason.MORE_MACS, "the kernel would have over 2^30 weights");
    }
    return new Affine(
        geometry,
        outer.isBiased(),
        () -> {
          double[] from = outer.weights().kernel();
          double[] kernel = new double[Math.toIntExact(geometry.weights())];
          int taps = old.taps();
          int perGroup = in / geometry.group();
          for (int o = 0; o < old.out(); o++) {
            for (int m = 0; m < perOldGroup; m++) {
              int column = chosen[old.firstRead(o) + m] - geometry.firstRead(o);
              for (int tap = 0; tap < taps; tap++) {
                kernel[(o * perGroup + column) * taps + tap] +=
                    from[(o * perOldGroup + m) * taps + tap];
              }
            }
          }
          return new Affine.Weights(kernel, outer.weights().bias());
        });
  }

  /** Whether the outer map reads behind the inner value's last position. */
  private static boolean readsBehind(Geometry inner, Geometry outer, int axis) {
    long length = inner.length(axis);
    if (length == Geometry.UNKNOWN) {
      return outer.padEnd(axis) > 0;
    }
    long positions = Math.floorDiv(length + outer.slack()[axis] - 1, outer.stride()[axis]) + 1;
    long last =
        outer.stride()[axis] * (positions - 1)
            + outer.offset()[axis]
            + outer.dilation()[axis] * (outer.kernel()[axis] - 1);
    return last >= length;
  }

  /** Whether the inner formula, taken at position −1, would still read the source. */
  private static boolean reachesInFromBefore(Geometry inner, int axis) {
    return -inner.stride()[axis]
            + inner.offset()[axis]
            + inner.dilation()[axis] * (inner.kernel()[axis] - 1)
        >= 0;
  }

  /** Whether the inner formula, taken one position behind its last, would still read the source. */
  private static boolean reachesInFromBehind(Geometry inner, int axis) {
    long length = inner.length(axis);
    return length == Geometry.UNKNOWN
        ? inner.slack()[axis] + inner.offset()[axis] < 0
        : inner.stride()[axis] * length + inner.offset()[axis] < inner.extent()[axis];
  }

  private static Geometry geometry(Geometry inner, Geometry outer) {
    int rank = inner.rank();
    long[] kernel = new long[rank];
    long[] stride = new long[rank];
    long[] dilation = new long[rank];
    long[] offset = new long[rank];
    long[] slack = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      long step = inner.stride()[axis];
      long outerSpan = step * outer.dilation()[axis] * (outer.kernel()[axis] - 1);
      long innerSpan = inner.dilation()[axis] * (inner.kernel()[axis] - 1);
      long grid =
          Grid.common(
              outer.kernel()[axis] > 1 ? step * outer.dilation()[axis] : 0,
              inner.kernel()[axis] > 1 ? inner.dilation()[axis] : 0);
      dilation[axis] = grid;
      kernel[axis] = (outerSpan + innerSpan) / grid + 1;
      stride[axis] = step * outer.stride()[axis];
      offset[axis] = step * outer.offset()[axis] + inner.offset()[axis];
      slack[axis] = inner.slack()[axis] + step * outer.slack()[axis];
    }
    return new Geometry(
        inner.in(),
        outer.out(),
        (int) Grid.gcd(inner.group(), outer.group()),
        kernel,
        stride,
        dilation,
        offset,
        slack,
        inner.extent());
  }

  private static Affine.Weights weights(Affine inner, Affine outer, Geometry result) {
    Geometry first = inner.geometry();
    Geometry second = outer.geometry();
    double[] innerKernel = inner.weights().kernel();
    double[] innerBias = inner.weights().bias();
    double[] outerKernel = outer.weights().kernel();
    double[] bias = outer.weights().bias().clone();
    int middlePerGroup = second.in() / second.group();
    int inPerGroup = first.in() / first.group();
    int inPerResultGroup = result.in() / result.group();
    int[] innerTaps = Grid.places(first, result, Geometry.filled(first.rank(), 1));
    int[] outerTaps = Grid.places(second, result, first.stride());
    int taps = result.taps();
    double[] kernel = new double[Math.toIntExact(result.weights())];
    for (int o = 0; o < result.out(); o++) {
      int firstMiddle = o / (result.out() / second.group()) * middlePerGroup;
      int resultBase = o / (result.out() / result.group()) * inPerResultGroup;
      for (int m = 0; m < middlePerGroup; m++) {
        int middle = firstMiddle + m;
        int inBase = middle / (first.out() / first.group()) * inPerGroup - resultBase;
        for (int a = 0; a < outerTaps.length; a++) {
          double weight = outerKernel[(o * middlePerGroup + m) * outerTaps.length + a];
          bias[o] += weight * innerBias[middle];
          if (weight == 0) {
            continue;
          }
          for (int i = 0; i < inPerGroup; i++) {
            int from = (middle * inPerGroup + i) * innerTaps.length;
            int to = (o * inPerResultGroup + inBase + i) * taps + outerTaps[a];
            for (int b = 0; b < innerTaps.length; b++) {
              kernel[to + innerTaps[b]] += weight * innerKernel[from + b];
            }
          }
        }
      }
    }
    return new Affine.Weights(kernel, bias);
  }
}
