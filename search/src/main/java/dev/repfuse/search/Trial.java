package dev.repfuse.search;

import java.util.List;
import java.util.Map;

/**
 * A candidate that was evaluated.
 *
 * @param generation counted from 1
 * @param value what it is worth; more is better
 */
public record Trial(
    int generation,
    Origin origin,
    List<Integer> architecture,
    Map<Metric, Double> costs,
    double value) {
  public Trial {
    architecture = List.copyOf(architecture);
    costs = Map.copyOf(costs);
  }

  /** A figure that it costs; infinite if that was not counted. */
  public double cost(Metric metric) {
    return costs.getOrDefault(metric, Double.POSITIVE_INFINITY);
  }
}
