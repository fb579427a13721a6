package dev.repfuse.search.rank;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rank correlation with ties, and its interval. */
class KendallTest {
  @Test
  void countsPairsInOrder() {
    double[] a = {1, 2, 3, 4};
    assertEquals(1, Kendall.tau(a, new double[] {2, 4, 6, 8}), 1e-15);
    assertEquals(-1, Kendall.tau(a, new double[] {4, 3, 2, 1}), 1e-15);
    assertEquals(4 / 6.0, Kendall.tau(a, new double[] {1, 2, 4, 3}), 1e-15);
  }

  /** Five pairs in order, none against, one tied in b: 5 / sqrt(6 * 5). */
  @Test
  void tiesAreTakenOutOfBothCounts() {
    double[] b = {1, 2, 2, 3};
    assertEquals(5 / Math.sqrt(30), Kendall.tau(new double[] {1, 2, 3, 4}, b), 1e-15);
    assertTrue(Double.isNaN(Kendall.tau(new double[] {1, 1, 1, 1}, b)));
  }

  @Test
  void theIntervalIsTheSameForTheSameSeedAndNarrowsWithMore() {
    SplittableRandom random = new SplittableRandom(5);
    double[] a = random.doubles(200).toArray();
    double[] b = IntStream.range(0, 200).mapToDouble(i -> a[i] + random.nextDouble()).toArray();
    Interval all = Kendall.interval(a, b, 1);
    assertEquals(all, Kendall.interval(a, b, 1));
    assertTrue(all.low() < all.value() && all.value() < all.high(), all::toString);
    double[] few = java.util.Arrays.copyOf(a, 25);
    Interval wide = Kendall.interval(few, java.util.Arrays.copyOf(b, 25), 1);
    assertTrue(wide.high() - wide.low() > 2 * (all.high() - all.low()), wide + " " + all);
  }

  @Test
  void equalValuesShareTheirPlaces() {
    assertArrayEquals(new double[] {4, 1.5, 3, 1.5}, Ranks.of(new double[] {9, 2, 5, 2}));
    assertArrayEquals(new double[] {3, 3}, Ranks.sum(new double[] {1, 2}, new double[] {7, 3}));
  }
}
