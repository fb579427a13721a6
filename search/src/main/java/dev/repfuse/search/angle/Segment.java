package dev.repfuse.search.angle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * What lies between two values through which everything goes: a layer of a chain, or a cell with
 * several ways through it. A way is a sequence of choice points.
 *
 * @param points in the order of the graph
 * @param before the points that each reads, or {@link #SOURCE}
 * @param ends the points, or the source, that the value at the end comes from
 */
record Segment(List<Integer> points, Map<Integer, Set<Integer>> before, Set<Integer> ends) {
  /** The value at the beginning. */
  static final int SOURCE = -1;

  /**
   * How many ways there are.
   *
   * @param through each point, in the order of {@link #points}
   * @param all through the segment
   */
  record Ways(List<Long> through, long all) {}

  /**
   * Counts ways, in time that is linear in the number of points that read each other.
   *
   * @param removed the points that let nothing through
   */
  Ways ways(IntPredicate removed) {
    long[] from = new long[points.size()];
    long[] to = new long[points.size()];
    for (int i = 0; i < from.length; i++) {
      from[i] = removed.test(points.get(i)) ? 0 : reaching(read(i), from);
    }
    for (int i = from.length - 1; i >= 0; i--) {
      to[i] += ends.contains(points.get(i)) ? 1 : 0;
      to[i] = removed.test(points.get(i)) ? 0 : to[i];
      for (int earlier : read(i)) {
        if (earlier != SOURCE) {
          to[points.indexOf(earlier)] += to[i];
        }
      }
    }
    List<Long> through = new ArrayList<>();
    for (int i = 0; i < from.length; i++) {
      through.add(from[i] * to[i]);
    }
    return new Ways(through, reaching(ends, from));
  }

  private Set<Integer> read(int index) {
    return Optional.ofNullable(before.get(points.get(index))).orElseThrow();
  }

  private long reaching(Set<Integer> sources, long[] from) {
    long sum = 0;
    for (int source : sources) {
      sum += source == SOURCE ? 1 : from[points.indexOf(source)];
    }
    return sum;
  }
}
