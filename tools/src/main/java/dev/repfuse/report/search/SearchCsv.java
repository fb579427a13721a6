package dev.repfuse.report.search;

import dev.repfuse.search.Findings;
import dev.repfuse.search.Metric;
import dev.repfuse.search.Trial;
import dev.repfuse.search.Trials;
import java.util.ArrayList;
import java.util.List;

/**
 * All candidates of a search as comma-separated values.
 *
 * @param score what candidates are worth, in a word
 */
public record SearchCsv(Findings findings, String score) {

  private static final List<String> COLUMNS =
      List.of("search", "generation", "origin", "architecture");

  /** How the text begins. */
  public static final String BEGINNING = String.join(",", COLUMNS) + ",";

  /** A line for each, in the order in which they were asked for, below a line of names. */
  public String csv() {
    List<Metric> metrics =
        SearchText.best(findings).stream()
            .flatMap(trial -> trial.costs().keySet().stream())
            .sorted()
            .toList();
    List<String> head = new ArrayList<>(COLUMNS);
    head.add(score);
    metrics.forEach(metric -> head.add(metric.key()));
    StringBuilder csv = new StringBuilder(String.join(",", head)).append('\n');
    add(csv, "evolution", findings.evolution(), metrics);
    add(csv, "random", findings.random(), metrics);
    return csv.toString();
  }

  private static void add(StringBuilder csv, String search, Trials trials, List<Metric> metrics) {
    for (Trial trial : trials.list()) {
      List<String> cells = new ArrayList<>();
      cells.add(search);
      cells.add(Integer.toString(trial.generation()));
      cells.add(trial.origin().word());
      cells.add(SearchText.words(trial).replace(',', '-'));
      cells.add(Double.toString(trial.value()));
      metrics.forEach(metric -> cells.add(Double.toString(trial.cost(metric))));
      csv.append(String.join(",", cells)).append('\n');
    }
  }
}
