package dev.repfuse.search;

import java.util.List;

/** Which candidates a search may take: those within all bounds. */
public final class Limits {
  private final Costs costs;
  private final List<Bound> bounds;

  public Limits(Costs costs, List<Bound> bounds) {
    this.costs = costs;
    this.bounds = List.copyOf(bounds);
  }

  /** The bounds. */
  public List<Bound> bounds() {
    return bounds;
  }

  /** Whether an architecture may be taken. */
  public boolean allow(List<Integer> architecture) {
    return bounds.stream().allMatch(bound -> bound.allows(cost(architecture, bound.metric())));
  }

  /** By which share of them an architecture misses the bounds; 0 if it may be taken. */
  double excess(List<Integer> architecture) {
    return bounds.stream()
        .mapToDouble(bound -> bound.excess(cost(architecture, bound.metric())))
        .sum();
  }

  /** What an architecture costs. */
  double cost(List<Integer> architecture, Metric metric) {
    return costs.of(architecture).getOrDefault(metric, Double.POSITIVE_INFINITY);
  }
}
