package dev.repfuse.search;

import dev.repfuse.search.evolve.Preset;
import java.util.List;
import java.util.Optional;

/**
 * What a search found, and as many random candidates beside it.
 *
 * @param objective what is to be small while the worth is large; empty where only worth counts
 * @param complete whether both ran to their end
 */
public record Findings(
    Preset preset,
    long seed,
    List<Bound> bounds,
    Optional<Metric> objective,
    Trials evolution,
    Trials random,
    boolean complete) {
  public Findings {
    bounds = List.copyOf(bounds);
  }
}
