package dev.repfuse.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** What one search has evaluated, in the order in which it asked. */
public final class Trials {
  private final Evaluator evaluator;
  private final Costs costs;
  private final Consumer<Trial> listener;
  private final Map<List<Integer>, Trial> all = new LinkedHashMap<>();

  /**
   * @param listener is told each trial as soon as its worth is known
   */
  public Trials(Evaluator evaluator, Costs costs, Consumer<Trial> listener) {
    this.evaluator = evaluator;
    this.costs = costs;
    this.listener = listener;
  }

  /** Whether a candidate was evaluated. */
  public boolean contains(List<Integer> architecture) {
    return all.containsKey(architecture);
  }

  /** The trial of a candidate that was evaluated. */
  public Trial of(List<Integer> architecture) {
    return Objects.requireNonNull(all.get(architecture), "was not evaluated");
  }

  /**
   * Evaluates those candidates that were not before.
   *
   * @throws SearchStopped if the search is to end; what was found until then is kept
   */
  public void run(int generation, Map<List<Integer>, Origin> candidates) {
    List<List<Integer>> open = candidates.keySet().stream().filter(c -> !contains(c)).toList();
    Map<List<Integer>, Trial> found = new HashMap<>();
    try {
      evaluator.evaluate(
          open,
          (architecture, worth) -> {
            Origin origin = Objects.requireNonNull(candidates.get(architecture));
            Trial trial =
                new Trial(generation, origin, architecture, costs.of(architecture), worth.value());
            found.put(architecture, trial);
            listener.accept(trial);
          });
    } finally {
      for (List<Integer> architecture : open) {
        Optional.ofNullable(found.get(architecture))
            .ifPresent(trial -> all.put(architecture, trial));
      }
    }
  }

  /** All of them, in the order in which they were asked for. */
  public List<Trial> list() {
    return List.copyOf(all.values());
  }

  /** The best one; of equals the one that was asked for first. */
  public Optional<Trial> best() {
    return all.values().stream()
        .reduce((a, b) -> Comparator.comparingDouble(Trial::value).compare(a, b) >= 0 ? a : b);
  }

  /** Those that no other beats in worth and in a cost at once, the cheapest first. */
  public List<Trial> front(Metric metric) {
    List<Trial> sorted = new ArrayList<>(all.values());
    sorted.sort(
        Comparator.comparingDouble((Trial trial) -> trial.cost(metric))
            .thenComparing(Comparator.comparingDouble(Trial::value).reversed()));
    List<Trial> front = new ArrayList<>();
    for (Trial trial : sorted) {
      if (front.isEmpty() || trial.value() > front.getLast().value()) {
        front.add(trial);
      }
    }
    return front;
  }
}
