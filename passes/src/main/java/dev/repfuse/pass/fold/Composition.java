package dev.repfuse.pass.fold;

import dev.repfuse.pass.Reason;
import java.util.Optional;

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
    boolean needsMap = inner.border().isPresent();
    for (int axis = 0; axis < first.rank(); axis++) {
      boolean before = second.offset()[axis] < 0;
      boolean behind = readsBehind(first, second, axis);
      if ((before && reachesInFromBefore(first, axis))
          || (behind && reachesInFromBehind(first, axis))) {
        return Expression.refused(Reason.PADDED_AFTER_PADDED, "");
      }
      needsMap |= (before || behind) && inner.isBiased();
    }
    Optional<Expression.Refusal> noMap = needsMap ? BorderMap.refusal(second) : Optional.empty();
    if (noMap.isPresent()) {
      if (inner.border().isPresent() || inner.hasBias()) {
        return noMap.get();
      }
      needsMap = false;
    }
    Optional<Reads> narrow = Reads.ofBoth(inner, outer, () -> inner.reads().through(outer.reads()));
    int group =
        narrow
            .map(reads -> reads.groups(first.in()))
            .orElse((int) Grid.gcd(first.group(), second.group()));
    Geometry geometry = geometry(first, second).withGroup(group);
    if (geometry.weights() > Geometry.MOST_WEIGHTS) {
      return Expression.refused(Reason.MORE_MACS, "the kernel would have over 2^30 weights");
    }
    Affine result =
        new Affine(
            geometry,
            narrow,
            inner.isBiased() || outer.isBiased(),
            () -> ComposedKernel.of(inner, outer, geometry));
    return result
        .with(needsMap ? Optional.of(BorderMap.of(inner, outer)) : Optional.empty())
        .withSpread(inner.spread().map(known -> known.through(outer)));
  }

  /** Whether a formula, taken that far outside of its positions, would still read the source. */
  static boolean reachesIn(Geometry inner, long[] before, long[] behind) {
    for (int axis = 0; axis < inner.rank(); axis++) {
      if ((before[axis] > 0 && reachesInFromBefore(inner, axis))
          || (behind[axis] > 0 && reachesInFromBehind(inner, axis))) {
        return true;
      }
    }
    return false;
  }

  /** The same formula at more positions: that many before and behind those that it had. */
  static Affine continued(Affine inner, long[] before, long[] behind) {
    Geometry g = inner.geometry();
    long[] offset = g.offset().clone();
    long[] slack = g.slack().clone();
    for (int axis = 0; axis < g.rank(); axis++) {
      offset[axis] -= g.stride()[axis] * before[axis];
      slack[axis] += g.stride()[axis] * (before[axis] + behind[axis]);
    }
    Geometry wider = g.shifted(offset, slack);
    return new Affine(wider, inner.narrowReads(), inner.isBiased(), inner::weights)
        .withSpread(inner.spread());
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
        inner.in(), outer.out(), 1, kernel, stride, dilation, offset, slack, inner.extent());
  }
}
