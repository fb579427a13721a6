package dev.repfuse.report.search;

import dev.repfuse.report.Json;
import dev.repfuse.search.Metric;
import dev.repfuse.search.Trial;
import dev.repfuse.search.Trials;
import dev.repfuse.search.rank.Interval;
import dev.repfuse.search.rank.Kendall;
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
 * @param tau Kendall's tau-b of arithmetic and worth, with its 95% interval; NaN where either is
 *     the same for all
 * @param count candidates that were ranked
 */
public record RankingByMacs(Trial first, Interval tau, int count) {

  /** Of candidates that were drawn at random; empty if there are too few, or none was counted. */
  public static Optional<RankingByMacs> of(Trials random) {
    List<Trial> trials = random.list();
    return trials.size() < 2
        ? Optional.empty()
        : trials.stream()
            .filter(trial -> Double.isFinite(trial.cost(Metric.MACS)))
            .max(Comparator.comparingDouble(trial -> trial.cost(Metric.MACS)))
            .map(first -> new RankingByMacs(first, tau(trials), trials.size()));
  }

  private static Interval tau(List<Trial> trials) {
    return Kendall.interval(
        trials.stream().mapToDouble(trial -> trial.cost(Metric.MACS)).toArray(),
        trials.stream().mapToDouble(Trial::value).toArray(),
        0);
  }

  String text(String score) {
    return String.format(
        Locale.ROOT,
        "  %-10s %,6d candidates, first %s %.4f  %s  %s; tau %.2f [%.2f, %.2f]%n",
        "by macs",
        count,
        score,
        first.value(),
        SearchText.words(first),
        SearchText.costs(first),
        tau.value(),
        tau.low(),
        tau.high());
  }

  Map<String, Object> json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("architecture", first.architecture());
    Json.put(object, "value", first.value());
    Json.put(object, "tau", tau.value());
    Json.put(object, "low", tau.low());
    Json.put(object, "high", tau.high());
    object.put("candidates", count);
    return object;
  }
}
