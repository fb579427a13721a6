package dev.repfuse.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws candidates within limits. */
public final class Draws {
  /** How many are drawn in vain before it is looked for some step by step. */
  private static final int TRIES = 10_000;

  /** How many random ones steps begin at in vain before there are said to be none. */
  private static final int WALKS = 32;

  private final Space space;
  private final Limits limits;

  public Draws(Space space, Limits limits) {
    this.space = space;
    this.limits = limits;
  }

  /** What is drawn from. */
  public Space space() {
    return space;
  }

  /** What candidates have to meet. */
  public Limits limits() {
    return limits;
  }

  /**
   * One that meets the limits and is not taken: a random one, or where hardly any does, one that is
   * reached from a random one by steps that come closer to the limits; empty if none came up.
   */
  public Optional<List<Integer>> next(RandomGenerator random, Predicate<List<Integer>> taken) {
    for (int i = 0; i < TRIES; i++) {
      List<Integer> drawn = space.draw(random);
      if (!taken.test(drawn) && limits.allow(drawn)) {
        return Optional.of(drawn);
      }
    }
    for (int i = 0; i < WALKS; i++) {
      List<Integer> reached =
          descend(space.draw(random), candidate -> excess(candidate, taken), random);
      if (excess(reached, taken) == 0) {
        return Optional.of(reached);
      }
    }
    return Optional.empty();
  }

  /** How far one is from what is wanted. */
  private double excess(List<Integer> candidate, Predicate<List<Integer>> taken) {
    double excess = limits.excess(candidate);
    return excess == 0 && taken.test(candidate) ? Double.MIN_VALUE : excess;
  }

  /**
   * Makes sure that there is something to search.
   *
   * @throws InfeasibleException if nothing that meets the limits is found; its message has the
   *     range that can be met
   */
  public void requireSome(RandomGenerator random) {
    if (next(random, drawn -> false).isEmpty()) {
      throw new InfeasibleException(
          limits.bounds().stream()
              .map(bound -> words(bound, random))
              .collect(
                  Collectors.joining("; ", "no architecture was found within the limits: ", "")));
    }
  }

  private String words(Bound bound, RandomGenerator random) {
    Metric metric = bound.metric();
    return "%s from %s to %s asked for, from %s to %s found"
        .formatted(
            metric.key(),
            metric.words(bound.least()),
            Double.isInfinite(bound.most()) ? "any number" : metric.words(bound.most()),
            metric.words(extreme(metric, 1, random)),
            metric.words(extreme(metric, -1, random)));
  }

  /** The least or greatest cost: exact where what choices cost adds up. */
  private double extreme(Metric metric, int sign, RandomGenerator random) {
    ToDoubleFunction<List<Integer>> cost = candidate -> sign * limits.cost(candidate, metric);
    return limits.cost(descend(space.draw(random), cost, random), metric);
  }

  /** Goes downhill choice by choice, in random order, until none helps. */
  private List<Integer> descend(
      List<Integer> from, ToDoubleFunction<List<Integer>> height, RandomGenerator random) {
    List<Integer> now = from;
    double best = height.applyAsDouble(now);
    boolean better = true;
    while (better && best != 0) {
      better = false;
      List<Integer> order = new ArrayList<>(IntStream.range(0, now.size()).boxed().toList());
      Collections.shuffle(order, random);
      for (int i : order) {
        for (int number : space.choices().get(i)) {
          List<Integer> other = new ArrayList<>(now);
          other.set(i, number);
          double own = height.applyAsDouble(other);
          if (own < best) {
            best = own;
            now = List.copyOf(other);
            better = true;
          }
        }
      }
    }
    return now;
  }
}
