package dev.repfuse.report.benchmark;

import dev.repfuse.report.BenchmarkText;
import dev.repfuse.report.LayerComparison;
import dev.repfuse.report.html.Frame;
import dev.repfuse.report.html.Html;
import dev.repfuse.runtime.bench.PairedRatio;
import dev.repfuse.runtime.bench.Recording;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What was measured of several models, as one HTML file that needs nothing else. */
public final class BenchmarkPage {
  /** What every such file begins with. */
  public static final String BEGINNING = Frame.beginning("benchmark");

  private static final String COMMAND = "benchmark";

  private final Recording recording;
  private final List<Path> models;
  private final BenchmarkText figures;
  private final Optional<LayerTables> layers;

  /**
   * @param models as the user named them, the first of which is the reference
   * @param figures the same as text
   * @param layers where their time goes, if that was asked for
   * @param most how many layers are listed at once
   */
  public BenchmarkPage(
      Recording recording,
      List<Path> models,
      BenchmarkText figures,
      Optional<LayerComparison> layers,
      int most) {
    this.recording = recording;
    this.models = List.copyOf(models);
    this.figures = figures;
    this.layers = layers.map(found -> new LayerTables(found, recording, this.models, most));
  }

  /** The file's text. */
  public String html() {
    String title = String.join(", ", models.stream().map(m -> m.getFileName().toString()).toList());
    return Frame.page(COMMAND, "Time of " + title, body(title));
  }

  private String body(String title) {
    List<PairedRatio> ratios =
        IntStream.range(1, models.size())
            .mapToObj(i -> PairedRatio.of(recording.episodes(), i, 0))
            .toList();
    StringBuilder body = new StringBuilder();
    body.append("<h1>").append(Html.text(title)).append("</h1>\n");
    body.append("<p class=\"soft\">").append(Html.text(figures.extent())).append("</p>\n");
    if (!ratios.isEmpty()) {
      body.append("<div class=\"verdicts\">\n");
      for (int i = 0; i < ratios.size(); i++) {
        body.append(verdict(ratios.get(i), i + 1));
      }
      body.append("</div>\n<section><h2>Time as a part of that of ");
      body.append(Html.text(models.getFirst().getFileName())).append("</h2>\n<figure>");
      body.append("<figcaption>median of all pairs of runs, and its 95% interval</figcaption>\n");
      body.append(RatioPlot.svg(ratios, models)).append("</figure></section>\n");
    }
    body.append("<section><h2>Figures</h2>\n").append(table()).append("</section>\n");
    body.append("<section><h2>Distribution</h2>\n").append(distributions()).append("</section>\n");
    layers.ifPresent(tables -> body.append(tables.html()));
    return body.append(conditions()).toString();
  }

  private String verdict(PairedRatio ratio, int model) {
    return """
    <div class="verdict %s"><strong>%s</strong>
    <p><span class="name">%s</span> takes %s of the time of <span class="name">%s</span>: <b>%s</b></p></div>
    """
        .formatted(
            ratio.verdict().name().toLowerCase(Locale.ROOT),
            String.format(Locale.ROOT, "%.3f", ratio.ratio()),
            Html.text(models.get(model).getFileName()),
            String.format(Locale.ROOT, "%.3f to %.3f", ratio.low(), ratio.high()),
            Html.text(models.getFirst().getFileName()),
            Html.text(ratio.words()));
  }

  private String table() {
    StringBuilder html = new StringBuilder("<thead><tr><th scope=\"col\">model</th>");
    BenchmarkText.COLUMNS.forEach(
        column -> html.append("<th scope=\"col\">").append(column).append("</th>"));
    html.append("</tr></thead><tbody>\n");
    for (int model = 0; model < models.size(); model++) {
      html.append(
          "<tr><th scope=\"row\" class=\"long\"><span class=\"key %s\">%s</span></th>"
              .formatted(Html.colour(model), Html.text(models.get(model))));
      figures
          .columns(model)
          .forEach(cell -> html.append("<td>").append(Html.text(cell)).append("</td>"));
      html.append("</tr>\n");
    }
    return Html.scrolling("Figures", html.append("</tbody>\n"));
  }

  private String distributions() {
    TimesPlot plot = new TimesPlot(recording);
    StringBuilder html = new StringBuilder();
    for (int model = 0; model < models.size(); model++) {
      long beyond = plot.beyond(model);
      html.append("<figure><figcaption><span class=\"name key ")
          .append(Html.colour(model))
          .append("\">");
      html.append(Html.text(models.get(model).getFileName())).append("</span>");
      if (beyond > 0) {
        html.append(" (and %d %s beyond the axis)".formatted(beyond, beyond == 1 ? "run" : "runs"));
      }
      html.append("</figcaption>\n").append(plot.svg(model)).append("</figure>\n");
    }
    html.append(
        "<p class=\"soft\">How many runs took how long, with a line at the median; below, a box for each session");
    html.append(
        " from a quarter to three quarters of its runs, with whiskers from a tenth to nine tenths.</p>\n");
    return html.toString();
  }

  private String conditions() {
    StringBuilder html = new StringBuilder("<section><h2>Machine and notes</h2>\n<ul>\n");
    recording
        .notes()
        .forEach(note -> html.append("<li>").append(Html.text(note)).append("</li>\n"));
    html.append("</ul>\n<dl>\n");
    new TreeMap<>(recording.machine())
        .forEach((key, value) ->
            html.append("<dt>%s</dt><dd>%s</dd>\n".formatted(Html.text(key), Html.text(value))));
    return html.append("</dl></section>\n").toString();
  }
}
