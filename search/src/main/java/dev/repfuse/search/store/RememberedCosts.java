package dev.repfuse.search.store;

import dev.repfuse.search.Costs;
import dev.repfuse.search.Metric;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Costs that are counted once, and found in the archive afterwards. */
public final class RememberedCosts implements Costs {
  private final Costs counted;
  private final Archive archive;
  private final String question;
  private final Map<String, Map<String, Double>> kept;
  private final Set<Metric> wanted;
  private final Map<List<Integer>, Map<Metric, Double>> known = new ConcurrentHashMap<>();

  /**
   * @param question names all that the figures depend on
   * @param wanted the figures that {@code counted} gives
   */
  public RememberedCosts(Costs counted, Set<Metric> wanted, Archive archive, String question) {
    this.counted = counted;
    this.wanted = Set.copyOf(wanted);
    this.archive = archive;
    this.question = question;
    kept = archive.figures(question);
  }

  @Override
  public Map<Metric, Double> of(List<Integer> architecture) {
    return known.computeIfAbsent(
        architecture, each -> remembered(each).orElseGet(() -> counted(each)));
  }

  private Optional<Map<Metric, Double>> remembered(List<Integer> architecture) {
    return Optional.ofNullable(kept.get(Archive.words(architecture)))
        .filter(figures -> wanted.stream().allMatch(metric -> figures.containsKey(metric.key())))
        .map(figures ->
            wanted.stream()
                .collect(
                    Collectors.toMap(
                        Function.identity(),
                        metric -> figures.getOrDefault(metric.key(), Double.POSITIVE_INFINITY))));
  }

  private Map<Metric, Double> counted(List<Integer> architecture) {
    Map<Metric, Double> costs = new EnumMap<>(Metric.class);
    costs.putAll(counted.of(architecture));
    archive.keep(
        question,
        architecture,
        costs.entrySet().stream()
            .collect(Collectors.toMap(entry -> entry.getKey().key(), Map.Entry::getValue)));
    return Map.copyOf(costs);
  }
}
