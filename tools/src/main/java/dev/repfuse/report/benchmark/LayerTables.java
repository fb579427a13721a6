package dev.repfuse.report.benchmark;

import dev.repfuse.report.Figures;
import dev.repfuse.report.LayerComparison;
import dev.repfuse.report.LayerText;
import dev.repfuse.report.html.Html;
import dev.repfuse.runtime.bench.Latency;
import dev.repfuse.runtime.bench.Recording;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where the time goes, as HTML tables. */
final class LayerTables {
  private final LayerComparison layers;
  private final Recording recording;
  private final List<Path> models;
  private final int most;

  LayerTables(LayerComparison layers, Recording recording, List<Path> models, int most) {
    this.layers = layers;
    this.recording = recording;
    this.models = models;
    this.most = most;
  }

  /** Both tables; layers beyond the slowest are folded away. */
  String html() {
    List<LayerComparison.Layer> all = layers.layers();
    int listed = Math.min(most, all.size());
    StringBuilder html = new StringBuilder();
    html.append("<section><h2>Time by operator</h2>\n").append(operators()).append("</section>\n");
    html.append("<section><h2>Time by layer</h2>\n");
    html.append(
        layers("the slowest %d of %d".formatted(listed, all.size()), all.subList(0, listed)));
    if (listed < all.size()) {
      html.append("<details><summary>%d more</summary>\n".formatted(all.size() - listed));
      html.append(layers("all others", all.subList(listed, all.size()))).append("</details>\n");
    }
    html.append("<p class=\"soft\">").append(Html.text(LayerText.NOTE)).append("</p></section>\n");
    return html.toString();
  }

  private String operators() {
    StringBuilder rows = new StringBuilder();
    double widest =
        widest(
            layers.operators().stream(), (each, model) -> each.shares().get(model).nanoseconds());
    for (LayerComparison.OperatorTime operator : layers.operators()) {
      rows.append("<tr><th scope=\"row\">").append(Html.text(operator.operator())).append("</th>");
      for (int model = 0; model < models.size(); model++) {
        LayerComparison.Share share = operator.shares().get(model);
        rows.append("<td>").append(share.count() == 0 ? "" : share.count()).append("</td>");
        rows.append(
            cells(
                share.count() == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(share.nanoseconds()),
                model,
                widest));
      }
      rows.append("</tr>\n");
    }
    StringBuilder sums = new StringBuilder("<tfoot>\n");
    sum(sums, "all nodes", model -> Figures.time(layers.profiles().get(model).sum()));
    sum(sums, "a profiled run", model -> Figures.time(layers.profiles().get(model).nanoseconds()));
    sum(sums, "a timed run", model -> Figures.time(Latency.of(recording, model).p50()));
    return table(
        "operators",
        List.of("operator"),
        List.of("nodes", "time", "share"),
        rows,
        sums.append("</tfoot>\n"));
  }

  /** The largest share of a table, in any model. */
  private <T> double widest(Stream<T> rows, ToDoubleBiFunction<T, Integer> time) {
    return rows.flatMapToDouble(row ->
            IntStream.range(0, models.size())
                .mapToDouble(model -> layers.share(time.applyAsDouble(row, model), model)))
        .filter(share -> share > 0)
        .max()
        .orElse(1);
  }

  private void sum(StringBuilder rows, String title, IntFunction<String> time) {
    rows.append("<tr><th scope=\"row\">").append(title).append("</th>");
    for (int model = 0; model < models.size(); model++) {
      rows.append("<td></td><td>").append(time.apply(model)).append("</td><td></td>");
    }
    rows.append("</tr>\n");
  }

  private String layers(String caption, List<LayerComparison.Layer> some) {
    StringBuilder rows = new StringBuilder();
    double widest =
        widest(layers.layers().stream(), (each, model) -> each.nanoseconds(model).orElse(0));
    for (LayerComparison.Layer layer : some) {
      rows.append("<tr><th scope=\"row\" class=\"long\">").append(Html.text(layer.name()));
      rows.append("</th><td>").append(Html.text(layer.operators())).append("</td>");
      for (int model = 0; model < models.size(); model++) {
        rows.append(cells(layer.nanoseconds(model), model, widest));
      }
      rows.append("</tr>\n");
    }
    return table(
        caption, List.of("node", "operator"), List.of("time", "share"), rows, new StringBuilder());
  }

  private String table(
      String caption,
      List<String> first,
      List<String> columns,
      StringBuilder rows,
      StringBuilder foot) {
    StringBuilder html = new StringBuilder();
    html.append("<caption>").append(caption).append("</caption><thead><tr>");
    html.append("<th colspan=\"%d\"></th>".formatted(first.size()));
    for (int model = 0; model < models.size(); model++) {
      html.append(
          "<th colspan=\"%d\" scope=\"colgroup\"><span class=\"key %s\">%s</span></th>"
              .formatted(
                  columns.size(), Html.colour(model), Html.text(models.get(model).getFileName())));
    }
    html.append("</tr><tr>");
    first.forEach(column -> html.append("<th scope=\"col\">").append(column).append("</th>"));
    for (int model = 0; model < models.size(); model++) {
      columns.forEach(column -> html.append("<th scope=\"col\">").append(column).append("</th>"));
    }
    html.append("</tr></thead><tbody>\n").append(rows).append("</tbody>\n").append(foot);
    return Html.scrolling(caption, html);
  }

  /** Both cells of a time; the longest bar of a table is as wide as its cell. */
  private String cells(OptionalDouble nanoseconds, int model, double widest) {
    if (nanoseconds.isEmpty()) {
      return "<td></td><td></td>";
    }
    double share = layers.share(nanoseconds.getAsDouble(), model);
    return "<td>%s</td><td><span class=\"share %s\" style=\"--w:%s\">%s<i></i></span></td>"
        .formatted(
            Figures.time(nanoseconds.getAsDouble()),
            Html.colour(model),
            Html.percent(share / widest),
            String.format(Locale.ROOT, "%.1f%%", 100 * share));
  }
}
