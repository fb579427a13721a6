package dev.repfuse.search.angle;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells architectures that were drawn before from new ones. */
final class Distinct {
  private final long[] places;
  private final boolean fits;
  private final LongSet numbers = new LongSet();
  private final Set<List<Integer>> lists = new HashSet<>();
  private long size;

  /**
   * Of a space.
   *
   * @param counts how many choices each decider has; if all architectures together can be numbered,
   *     numbers stand for them
   */
  Distinct(List<Integer> counts) {
    places = new long[counts.size()];
    BigInteger place = BigInteger.ONE;
    for (int i = 0; i < places.length; i++) {
      places[i] = place.longValue();
      place = place.multiply(BigInteger.valueOf(counts.get(i)));
    }
    fits = place.bitLength() < Long.SIZE;
  }

  /** Adds an architecture; whether it is new. */
  boolean add(int[] child) {
    boolean isNew =
        fits ? numbers.add(number(child)) : lists.add(Arrays.stream(child).boxed().toList());
    size += isNew ? 1 : 0;
    return isNew;
  }

  private long number(int[] child) {
    long number = 0;
    for (int i = 0; i < child.length; i++) {
      number += places[i] * child[i];
    }
    return number;
  }

  long size() {
    return size;
  }
}
