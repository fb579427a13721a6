package dev.repfuse.report.page;

import dev.repfuse.ir.Node;
import dev.repfuse.report.Figures;
import dev.repfuse.runtime.verify.OutputComparison;
import dev.repfuse.runtime.verify.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The charts: operators, weights by layer, time by layer, errors of the outputs. */
final class ChartSection {
  private static final int MOST_ROWS = 12;
  private static final int MOST_OUTPUTS = 8;

  private ChartSection() {}

  static void write(
      Markup page,
      Side before,
      Side after,
      Pairing pairing,
      Optional<Verdict> verdict,
      List<LayerTime> times) {
    page.begin("div", "class", "charts");
    chart(page, "Operators", operators(before, after), n -> Figures.count((long) n));
    chart(page, "Weights by layer", weights(after, pairing), n -> Figures.bytes((long) n));
    chart(page, "Time by layer", times(times), ChartSection::duration);
    errors(page, verdict);
    page.end();
  }

  private static void chart(
      Markup page,
      String title,
      List<Bars.Row> rows,
      java.util.function.DoubleFunction<String> words) {
    if (rows.isEmpty()) {
      return;
    }
    page.begin("section", "class", "chart").element("h2", title);
    List<Bars.Row> largest =
        rows.stream()
            .sorted(Comparator.comparingDouble((Bars.Row r) -> -Math.max(r.before(), r.after())))
            .limit(MOST_ROWS)
            .toList();
    Bars.write(page, largest, words);
    if (rows.size() > MOST_ROWS) {
      page.element("p", "and %d smaller ones".formatted(rows.size() - MOST_ROWS), "class", "more");
    }
    page.end();
  }

  private static List<Bars.Row> operators(Side before, Side after) {
    Map<String, Integer> from = before.model().statistics().operators();
    Map<String, Integer> to = after.model().statistics().operators();
    Set<String> all = new TreeSet<>(from.keySet());
    all.addAll(to.keySet());
    return all.stream()
        .map(op ->
            new Bars.Row(op, Optional.empty(), from.getOrDefault(op, 0), to.getOrDefault(op, 0)))
        .toList();
  }

  /** Each region's constants; those of a node that became part of several count in its own. */
  private static List<Bars.Row> weights(Side after, Pairing pairing) {
    List<Bars.Row> rows = new ArrayList<>();
    Set<Node> counted = new HashSet<>();
    for (Region region : pairing.regions()) {
      long from =
          region.before().stream()
              .filter(node -> pairing.of(node).getFirst().equals(region) && counted.add(node))
              .mapToLong(WeightSize::of)
              .sum();
      long to = region.after().stream().mapToLong(WeightSize::of).sum();
      if (from + to > 0) {
        Node last = region.after().getLast();
        rows.add(new Bars.Row(Label.of(last), Optional.of(after.id(last)), from, to));
      }
    }
    return rows;
  }

  private static List<Bars.Row> times(List<LayerTime> times) {
    return times.stream()
        .map(time ->
            new Bars.Row(
                time.layer(), Optional.empty(), time.before().orElse(0), time.after().orElse(0)))
        .toList();
  }

  /** {@code 1.25 ms}; a layer that a model does not have takes none. */
  private static String duration(double seconds) {
    if (seconds == 0) {
      return "–";
    }
    return seconds >= 1e-3
        ? String.format(Locale.ROOT, "%.2f ms", seconds * 1e3)
        : String.format(Locale.ROOT, "%.1f µs", seconds * 1e6);
  }

  private static void errors(Markup page, Optional<Verdict> verdict) {
    List<OutputComparison> outputs =
        verdict.flatMap(Verdict::figures).stream()
            .flatMap(figures -> figures.outputs().stream())
            .filter(output -> output.histogram().elements() > 0)
            .toList();
    if (outputs.isEmpty()) {
      return;
    }
    page.begin("section", "class", "chart").element("h2", "Errors of the outputs");
    page.element(
        "p",
        "How many elements differ by how much: the power of ten at which |a − b| / max |a| begins;"
            + " = for equal elements, < for less than all of these.",
        "class",
        "more");
    outputs.stream().limit(MOST_OUTPUTS).forEach(output -> HistogramChart.write(page, output));
    if (outputs.size() > MOST_OUTPUTS) {
      page.element("p", "and %d outputs more".formatted(outputs.size() - MOST_OUTPUTS));
    }
    page.end();
  }
}
