package dev.repfuse.search.evolve;

import dev.repfuse.search.Draws;
import dev.repfuse.search.Origin;
import dev.repfuse.search.Trials;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The yardstick of every search: as many distinct candidates, drawn at random. */
public final class RandomSearch {
  private RandomSearch() {}

  /**
   * Evaluates random candidates.
   *
   * @param batch how many are evaluated together
   * @throws dev.repfuse.search.SearchStopped if the search is to end; the trials have what was
   *     found
   */
  public static void run(int evaluations, int batch, Draws draws, Trials trials, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    int done = 0;
    for (int generation = 1; done < evaluations; generation++) {
      Map<List<Integer>, Origin> drawn = new LinkedHashMap<>();
      while (drawn.size() < Math.min(batch, evaluations - done)) {
        Optional<List<Integer>> next =
            draws.next(random, each -> drawn.containsKey(each) || trials.contains(each));
        if (next.isEmpty()) {
          break;
        }
        drawn.put(next.get(), Origin.RANDOM);
      }
      if (drawn.isEmpty()) {
        return;
      }
      trials.run(generation, drawn);
      done += drawn.size();
    }
  }
}
