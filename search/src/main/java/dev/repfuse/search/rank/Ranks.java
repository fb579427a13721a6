package dev.repfuse.search.rank;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Places in an ascending order. */
public final class Ranks {
  private Ranks() {}

  /** The place of each value from 1 on; equal values share the mean of their places. */
  public static double[] of(double[] values) {
    List<Integer> order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .toList();
    double[] ranks = new double[values.length];
    int first = 0;
    while (first < order.size()) {
      int last = first;
      while (last + 1 < order.size()
          && Double.compare(values[order.get(last + 1)], values[order.get(first)]) == 0) {
        last++;
      }
      for (int i = first; i <= last; i++) {
        ranks[order.get(i)] = (first + last) / 2.0 + 1;
      }
      first = last + 1;
    }
    return ranks;
  }

  /** The sum of the places that both figures give each thing; NaN where one of them is. */
  public static double[] sum(double[] a, double[] b) {
    double[] first = of(a);
    double[] second = of(b);
    return IntStream.range(0, a.length)
        .mapToDouble(
            i -> Double.isNaN(a[i]) || Double.isNaN(b[i]) ? Double.NaN : first[i] + second[i])
        .toArray();
  }
}
