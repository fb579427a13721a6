package dev.repfuse.search.evolve;

import dev.repfuse.search.Bound;
import dev.repfuse.search.Costs;
import dev.repfuse.search.Draws;
import dev.repfuse.search.Evaluator;
import dev.repfuse.search.Findings;
import dev.repfuse.search.Limits;
import dev.repfuse.search.Metric;
import dev.repfuse.search.SearchStopped;
import dev.repfuse.search.Space;
import dev.repfuse.search.Trial;
import dev.repfuse.search.Trials;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A search to be run: the same question, preset and seed give the same findings.
 *
 * @param objective what is to be small while the worth is large; empty where only worth counts
 */
public record Search(
    Space space,
    Costs costs,
    List<Bound> bounds,
    Preset preset,
    Optional<Metric> objective,
    long seed) {
  /** Sets the random search's draws apart from those of the evolution. */
  private static final long APART = 0x9E3779B97F4A7C15L;

  public Search {
    bounds = List.copyOf(bounds);
  }

  /**
   * Runs the evolution, then as many random candidates.
   *
   * @param listener is told each trial as soon as it is known
   * @throws dev.repfuse.search.InfeasibleException if nothing meets the bounds
   */
  public Findings run(Evaluator evaluator, Consumer<Trial> listener) {
    Draws draws = new Draws(space, new Limits(costs, bounds));
    Trials evolution = new Trials(evaluator, costs, listener);
    Trials random = new Trials(evaluator, costs, listener);
    boolean complete = false;
    try {
      draws.requireSome(new SplittableRandom(seed));
      if (objective.isPresent()) {
        Evolution.forFront(preset, draws, evolution, seed, objective.get());
      } else {
        Evolution.forBest(preset, draws, evolution, seed);
      }
      int as = evolution.list().size();
      RandomSearch.run(as, preset.population(), draws, random, seed ^ APART);
      complete = true;
    } catch (SearchStopped stopped) {
      complete = false;
    }
    return new Findings(preset, seed, bounds, objective, evolution, random, complete);
  }
}
