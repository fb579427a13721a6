package dev.repfuse.report.search;

import dev.repfuse.report.Json;
import dev.repfuse.search.Metric;
import dev.repfuse.search.Trial;
import dev.repfuse.search.Trials;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What ranking random candidates by their arithmetic alone would have given: a search has to be
 * better than that.
 *
 * @param first the candidate with most of it
 * @param count candidates that were ranked
 */
public record RankingByMacs(Trial first, int count) {

  /** Of candidates that were drawn at random; empty if there are too few, or none was counted. */
  public static Optional<RankingByMacs> of(Trials random) {
    List<Trial> trials = random.list();
    return trials.size() < 2
        ? Optional.empty()
        : trials.stream()
            .filter(trial -> Double.isFinite(trial.cost(Metric.MACS)))
            .max(Comparator.comparingDouble(trial -> trial.cost(Metric.MACS)))
            .map(first -> new RankingByMacs(first, trials.size()));
  }

  String text(String score) {
    return String.format(
        Locale.ROOT,
        "  %-10s %,6d candidates, first %s %.4f  %s  %s%n",
        "by macs",
        count,
        score,
        first.value(),
        SearchText.words(first),
        SearchText.costs(first));
  }

  Map<String, Object> json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("architecture", first.architecture());
    Json.put(object, "value", first.value());
    object.put("candidates", count);
    return object;
  }
}
