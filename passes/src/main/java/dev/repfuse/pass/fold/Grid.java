package dev.repfuse.pass.fold;

/** Puts the taps of one kernel onto the tap grid of a larger one. */
final class Grid {
  private Grid() {}

  static long gcd(long a, long b) {
    long x = Math.abs(a);
    long y = Math.abs(b);
    while (y != 0) {
      long rest = x % y;
      x = y;
      y = rest;
    }
    return x;
  }

  /** The widest spacing on which taps at all these distances lie; 1 when all are zero. */
  static long common(long... distances) {
    long common = 0;
    for (long distance : distances) {
      common = gcd(common, distance);
    }
    return common == 0 ? 1 : common;
  }

  /**
   * For each tap of {@code of}, its index in the kernel of {@code onto}, counted from {@code
   * onto}'s first tap when both begin at the same place; {@code scale} multiplies distances per
   * axis.
   */
  static int[] places(Geometry of, Geometry onto, long[] scale) {
    return places(of, onto, scale, new long[of.rank()]);
  }

  /** As above, with {@code of}'s first tap at distance {@code start} from {@code onto}'s. */
  static int[] places(Geometry of, Geometry onto, long[] scale, long[] start) {
    int[] places = new int[of.taps()];
    for (int tap = 0; tap < places.length; tap++) {
      int rest = tap;
      int place = 0;
      int factor = 1;
      for (int axis = of.rank() - 1; axis >= 0; axis--) {
        long index = rest % of.kernel()[axis];
        rest /= (int) of.kernel()[axis];
        long distance = start[axis] + index * of.dilation()[axis] * scale[axis];
        place += (int) (distance / onto.dilation()[axis]) * factor;
        factor *= (int) onto.kernel()[axis];
      }
      places[tap] = place;
    }
    return places;
  }
}
