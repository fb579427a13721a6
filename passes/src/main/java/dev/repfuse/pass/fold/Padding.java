package dev.repfuse.pass.fold;

import java.util.Optional;

/** Makes a map expressible by a Conv node, whose pads must not be negative, by adding zero taps. */
final class Padding {
  /** As many zero taps along one axis are too many. */
  private static final long MOST_TAPS = 64;

  private Padding() {}

  /** The same map with pads of zero or more, unless that takes absurdly many taps. */
  static Optional<Affine> nonNegative(Affine affine) {
    Geometry before = affine.geometry();
    Geometry after = before;
    for (int axis = 0; axis < before.rank(); axis++) {
      long step = before.dilation()[axis];
      long front = Math.max(0, Math.ceilDiv(before.offset()[axis], step));
      long behind = Math.max(0, Math.ceilDiv(-before.padEnd(axis), step));
      if (front + behind >= MOST_TAPS) {
        return Optional.empty();
      }
      after = after.extended(axis, front, behind);
    }
    if (after.taps() == before.taps()) {
      return Optional.of(affine);
    }
    Geometry larger = after;
    Affine result = new Affine(larger, affine.isBiased(), () -> widened(affine, larger));
    return Optional.of(result.with(affine.border()).withSpread(affine.spread()));
  }

  private static Affine.Weights widened(Affine affine, Geometry larger) {
    Geometry g = affine.geometry();
    long[] start = new long[g.rank()];
    for (int axis = 0; axis < start.length; axis++) {
      start[axis] = g.offset()[axis] - larger.offset()[axis];
    }
    int[] places = Grid.places(g, larger, Geometry.filled(g.rank(), 1), start);
    double[] from = affine.weights().kernel();
    double[] to = new double[Math.toIntExact(larger.weights())];
    for (int row = 0; row < from.length / places.length; row++) {
      for (int tap = 0; tap < places.length; tap++) {
        to[row * larger.taps() + places[tap]] = from[row * places.length + tap];
      }
    }
    return new Affine.Weights(to, affine.weights().bias());
  }
}
