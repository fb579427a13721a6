package dev.repfuse.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Draws candidates within limits. */
public final class Draws {
  /** How many are drawn in vain before there are said to be none. */
  private static final int TRIES = 10_000;

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

  /** One that meets the limits and is not taken; empty if none came up in many tries. */
  public Optional<List<Integer>> next(RandomGenerator random, Predicate<List<Integer>> taken) {
    for (int i = 0; i < TRIES; i++) {
      List<Integer> drawn = space.draw(random);
      if (!taken.test(drawn) && limits.allow(drawn)) {
        return Optional.of(drawn);
      }
    }
    return Optional.empty();
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
              .collect(Collectors.joining("; ", "no architecture meets the limits: ", "")));
    }
  }

  private String words(Bound bound, RandomGenerator random) {
    return String.format(
        Locale.ROOT,
        "%s from %,.0f to %s asked for, from %,.0f to %,.0f found",
        bound.metric().key(),
        bound.least(),
        Double.isInfinite(bound.most())
            ? "any number"
            : String.format(Locale.ROOT, "%,.0f", bound.most()),
        extreme(bound.metric(), 1, random),
        extreme(bound.metric(), -1, random));
  }

  /** Goes downhill choice by choice until none helps: exact where what choices cost adds up. */
  private double extreme(Metric metric, int sign, RandomGenerator random) {
    List<Integer> now = space.draw(random);
    double best = sign * limits.cost(now, metric);
    boolean better = true;
    while (better) {
      better = false;
      for (int i = 0; i < now.size(); i++) {
        for (int number : space.choices().get(i)) {
          List<Integer> other = new ArrayList<>(now);
          other.set(i, number);
          double cost = sign * limits.cost(other, metric);
          if (cost < best) {
            best = cost;
            now = List.copyOf(other);
            better = true;
          }
        }
      }
    }
    return sign * best;
  }
}
