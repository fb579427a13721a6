package dev.repfuse.search.evolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.search.Bound;
import dev.repfuse.search.Draws;
import dev.repfuse.search.Hills;
import dev.repfuse.search.Limits;
import dev.repfuse.search.Metric;
import dev.repfuse.search.Origin;
import dev.repfuse.search.Space;
import dev.repfuse.search.Trial;
import dev.repfuse.search.Trials;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvolutionTest {
  private static Trials evolved(Preset preset, double macs, long seed) {
    Hills hills = new Hills();
    Trials trials = new Trials(hills, hills, trial -> {});
    Evolution.forBest(preset, draws(macs), trials, seed);
    return trials;
  }

  private static Draws draws(double macs) {
    return new Draws(
        Hills.SPACE, new Limits(new Hills(), List.of(Bound.atMost(Metric.MACS, macs))));
  }

  @Test
  void asksForAsManyAsThePapersCodeAndForNoneTwice() {
    List<Trial> trials = evolved(Preset.SPOS, 113, 1).list();
    assertEquals(1000, trials.size());
    assertEquals(1000, new HashSet<>(trials.stream().map(Trial::architecture).toList()).size());
    for (int generation = 1; generation <= 20; generation++) {
      int number = generation;
      List<Trial> own = trials.stream().filter(t -> t.generation() == number).toList();
      assertEquals(50, own.size(), "generation " + generation);
      assertTrue(count(own, Origin.MUTATION) <= 25);
      assertTrue(count(own, Origin.CROSSOVER) <= 25);
      assertEquals(generation == 1, count(own, Origin.RANDOM) == 50);
    }
  }

  private static long count(List<Trial> trials, Origin origin) {
    return trials.stream().filter(trial -> trial.origin() == origin).count();
  }

  @Test
  void keepsToTheLimits() {
    assertTrue(
        evolved(Preset.SPOS, 108, 2).list().stream().allMatch(t -> t.cost(Metric.MACS) <= 108));
  }

  /** Over 15 seeds, with 200 of 4,096 candidates, it beats as many random ones, but for chance. */
  @Test
  void findsMoreThanAsManyRandomCandidates() {
    Preset small = Preset.SPOS.resized(20, 10);
    int wins = 0;
    int losses = 0;
    for (int seed = 0; seed < 15; seed++) {
      Hills hills = new Hills();
      Trials random = new Trials(hills, hills, trial -> {});
      RandomSearch.run(200, 20, draws(113), random, 1000 + seed);
      double evolved = evolved(small, 113, seed).best().orElseThrow().value();
      double drawn = random.best().orElseThrow().value();
      wins += evolved > drawn ? 1 : 0;
      losses += evolved < drawn ? 1 : 0;
    }
    assertTrue(wins >= 10 && wins > 3 * losses, "%d wins, %d losses".formatted(wins, losses));
  }

  @Test
  void goesTheSameWayForTheSameSeedOnly() {
    Preset small = Preset.META_PRUNING.resized(10, 5);
    assertEquals(evolved(small, 112, 7).list(), evolved(small, 112, 7).list());
    assertNotEquals(evolved(small, 112, 7).list(), evolved(small, 112, 8).list());
  }

  @Test
  void endsWhereASpaceHasNoMore() {
    Space tiny = new Space(Collections.nCopies(6, List.of(0, 1)));
    Hills hills = new Hills();
    Trials trials = new Trials(hills, hills, trial -> {});
    Evolution.forBest(Preset.SPOS, new Draws(tiny, new Limits(hills, List.of())), trials, 1);
    assertEquals(64, trials.list().size());
  }

  @Test
  void worksWithFewerCandidatesThanParents() {
    Space tiny =
        new Space(
            List.of(List.of(0), List.of(1), List.of(0), List.of(0), List.of(2), List.of(0, 3)));
    Hills hills = new Hills();
    Trials trials = new Trials(hills, hills, trial -> {});
    Evolution.forBest(Preset.SPOS, new Draws(tiny, new Limits(hills, List.of())), trials, 1);
    assertEquals(2, trials.list().size());
  }

  /** What is worth most at each cost, summed over costs: over 5 seeds more than at random. */
  @Test
  void findsWhatIsWorthMostForItsCost() {
    for (int seed = 0; seed < 5; seed++) {
      Hills hills = new Hills();
      Trials trials = new Trials(hills, hills, trial -> {});
      Evolution.forFront(Preset.SPOS.resized(40, 10), draws(113), trials, seed, Metric.MACS);
      Trials random = new Trials(hills, hills, trial -> {});
      RandomSearch.run(400, 40, draws(113), random, 1000 + seed);
      assertEquals(400, trials.list().size());
      double found = area(trials);
      double drawn = area(random);
      assertTrue(found > drawn, "seed %d: %s, at random %s".formatted(seed, found, drawn));
    }
  }

  private static double area(Trials trials) {
    List<Trial> front = trials.front(Metric.MACS);
    return IntStream.rangeClosed(100, 113)
        .mapToDouble(macs ->
            front.stream()
                .filter(trial -> trial.cost(Metric.MACS) <= macs)
                .mapToDouble(Trial::value)
                .max()
                .orElse(0))
        .sum();
  }
}
