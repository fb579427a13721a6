package dev.repfuse.report.search;

import dev.repfuse.report.ExtractText;
import dev.repfuse.report.Figures;
import dev.repfuse.search.Bound;
import dev.repfuse.search.Findings;
import dev.repfuse.search.Metric;
import dev.repfuse.search.Trial;
import dev.repfuse.search.Trials;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a search found, as text.
 *
 * @param score what candidates are worth, in a word
 * @param architectures how many there are in the space
 * @param pace of this run
 * @param written what was written
 */
public record SearchText(
    Path supernet,
    String architectures,
    String score,
    Findings findings,
    Pace pace,
    List<Path> written) {

  /**
   * How fast a run was.
   *
   * @param evaluated candidates that were evaluated in it
   * @param known candidates that an earlier run had evaluated
   * @param seconds of the whole run
   */
  public record Pace(int evaluated, int known, double seconds) {
    String words() {
      return String.format(
          Locale.ROOT,
          "%,d evaluated now, %,d known before, %.0f s: %.1f candidates a second",
          evaluated,
          known,
          seconds,
          evaluated / seconds);
    }
  }

  public SearchText {
    written = List.copyOf(written);
  }

  /** The best of all, whoever found it. */
  public static Optional<Trial> best(Findings findings) {
    Optional<Trial> evolved = findings.evolution().best();
    Optional<Trial> drawn = findings.random().best();
    return evolved.isPresent() && drawn.isPresent()
        ? Optional.of(evolved.get().value() >= drawn.get().value() ? evolved.get() : drawn.get())
        : evolved.or(() -> drawn);
  }

  /** An architecture as users write it. */
  public static String words(Trial trial) {
    return ExtractText.words(trial.architecture());
  }

  /** Some lines. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("%s: %s architectures%n".formatted(supernet, architectures));
    for (Bound bound : findings.bounds()) {
      text.append("  ").append(words(bound)).append('\n');
    }
    text.append('\n').append(line("evolution", findings.evolution()));
    text.append(line("random", findings.random()));
    RankingByMacs.of(findings.random()).ifPresent(ranking -> text.append(ranking.text(score)));
    findings.objective().ifPresent(metric -> text.append(front(metric)));
    if (!findings.complete()) {
      text.append("\n  stopped before its end; run again to go on\n");
    }
    text.append("\n  ").append(pace.words()).append('\n');
    written.forEach(path -> text.append("  wrote ").append(path).append('\n'));
    return text.toString();
  }

  private static String words(Bound bound) {
    return "%s: %s"
        .formatted(
            bound.metric().key(),
            bound.least() == 0
                ? "at most " + figure(bound.metric(), bound.most())
                : "%s to %s"
                    .formatted(
                        figure(bound.metric(), bound.least()),
                        Double.isInfinite(bound.most())
                            ? "any number"
                            : figure(bound.metric(), bound.most())));
  }

  private String line(String name, Trials trials) {
    return trials
        .best()
        .map(best ->
            String.format(
                Locale.ROOT,
                "  %-10s %,6d candidates, best %s %.4f  %s  %s%n",
                name,
                trials.list().size(),
                score,
                best.value(),
                words(best),
                costs(best)))
        .orElse("  %-10s nothing yet%n".formatted(name));
  }

  private String front(Metric metric) {
    StringBuilder text = new StringBuilder("\n  worth most for its %s:%n".formatted(metric.key()));
    for (Trial trial : findings.evolution().front(metric)) {
      text.append(
          String.format(
              Locale.ROOT,
              "    %16s  %s %.4f  %s%n",
              figure(metric, trial.cost(metric)),
              score,
              trial.value(),
              words(trial)));
    }
    return text.toString();
  }

  static String costs(Trial trial) {
    return trial.costs().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(cost -> "%s %s".formatted(cost.getKey().key(), figure(cost.getKey(), cost.getValue())))
        .collect(Collectors.joining("  "));
  }

  static String figure(Metric metric, double value) {
    return metric == Metric.LATENCY ? Figures.time(value) : Figures.count(Math.round(value));
  }
}
