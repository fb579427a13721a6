package dev.repfuse.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DrawsTest {
  private static Draws within(double least, double most) {
    Bound bound = new Bound(Metric.MACS, least, most);
    return new Draws(Hills.SPACE, new Limits(new Hills(), List.of(bound)));
  }

  private static double macs(List<Integer> architecture) {
    return Objects.requireNonNull(new Hills().of(architecture).get(Metric.MACS));
  }

  @Test
  void drawsOnlyWhatLiesWithinBothBounds() {
    Draws draws = within(104, 106);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200; i++) {
      double macs = macs(draws.next(random, each -> false).orElseThrow());
      assertTrue(macs >= 104 && macs <= 106, () -> "drew " + macs);
    }
  }

  @Test
  void drawsNothingTwiceAndEndsWhereNothingIsLeft() {
    Draws draws = within(0, 101);
    Set<List<Integer>> drawn = new HashSet<>();
    SplittableRandom random = new SplittableRandom(2);
    for (var next = draws.next(random, drawn::contains);
        next.isPresent();
        next = draws.next(random, drawn::contains)) {
      assertTrue(drawn.add(next.get()));
    }
    assertEquals(7, drawn.size(), "all zero, or a single one");
  }

  /** Where one in millions meets the limits, it is reached step by step. */
  @Test
  void findsWhatHardlyAnyMeets() {
    Space wide = new Space(Collections.nCopies(40, List.of(0, 1, 2, 3)));
    Costs sum = numbers -> Map.of(Metric.MACS, (double) numbers.stream().mapToInt(n -> n).sum());
    Draws draws = new Draws(wide, new Limits(sum, List.of(new Bound(Metric.MACS, 2, 3))));
    Set<List<Integer>> drawn = new HashSet<>();
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 20; i++) {
      List<Integer> next = draws.next(random, drawn::contains).orElseThrow();
      assertTrue(drawn.add(next) && draws.limits().allow(next), next::toString);
    }
  }

  @Test
  void timesAreToldInMilliseconds() {
    Costs costs = numbers -> Map.of(Metric.LATENCY, 2e6);
    Limits limits = new Limits(costs, List.of(Bound.atMost(Metric.LATENCY, 1e6)));
    assertEquals(
        "no architecture was found within the limits: latency from 0.000 ms to 1.000 ms asked for,"
            + " from 2.000 ms to 2.000 ms found",
        assertThrows(
                InfeasibleException.class,
                () -> new Draws(Hills.SPACE, limits).requireSome(new SplittableRandom(5)))
            .getMessage());
  }

  @Test
  void saysTheRangeThatCanBeMet() {
    InfeasibleException failure =
        assertThrows(
            InfeasibleException.class, () -> within(0, 50).requireSome(new SplittableRandom(3)));
    assertEquals(
        "no architecture was found within the limits: macs from 0 to 50 asked for, from 100 to 118 found",
        failure.getMessage());
  }

  @Test
  void saysThatABoundIsNoRange() {
    assertThrows(IllegalArgumentException.class, () -> new Bound(Metric.MACS, 2, 1));
  }
}
