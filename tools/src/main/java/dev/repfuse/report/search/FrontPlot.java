package dev.repfuse.report.search;

import dev.repfuse.report.html.Axis;
import dev.repfuse.report.html.Html;
import dev.repfuse.search.Metric;
import dev.repfuse.search.Trial;
import dev.repfuse.search.Trials;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Candidates by cost and worth, as SVG: a dot for each, and a ring around those that no other beats
 * in both.
 */
record FrontPlot(Trials evolution, Trials random, Metric metric, String score) {
  private static final int HEIGHT = 360;

  /** Empty where the figure was not counted. */
  String svg() {
    List<Trial> all = Stream.concat(random.list().stream(), evolution.list().stream()).toList();
    if (all.isEmpty() || all.stream().anyMatch(t -> Double.isInfinite(t.cost(metric)))) {
      return "";
    }
    Axis costs =
        Axis.around(
            all.stream().mapToDouble(t -> t.cost(metric)).min().orElse(0),
            all.stream().mapToDouble(t -> t.cost(metric)).max().orElse(1));
    Axis worths =
        Axis.around(
            all.stream().mapToDouble(Trial::value).min().orElse(0),
            all.stream().mapToDouble(Trial::value).max().orElse(1));
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg role=\"img\" height=\"%d\" aria-label=\"%s of all candidates by %s\">\n"
            .formatted(HEIGHT + 24, Html.text(score), metric.key()));
    svg.append(costs.grid(HEIGHT, cost -> SearchText.figure(metric, cost)));
    for (double tick : worths.ticks()) {
      String y = y(worths, tick);
      svg.append(
          "<line class=\"grid\" x1=\"0\" x2=\"100%%\" y1=\"%s\" y2=\"%s\"/><text x=\"0\" y=\"%s\" dy=\"-3\">%.4g</text>\n"
              .formatted(y, y, y, tick));
    }
    dots(svg, random, "m1", costs, worths);
    dots(svg, evolution, "m0", costs, worths);
    for (Trial trial : evolution.front(metric)) {
      svg.append(
          "<circle class=\"ring\" cx=\"%s\" cy=\"%s\" r=\"6\"/>\n"
              .formatted(costs.at(trial.cost(metric)), y(worths, trial.value())));
    }
    return svg.append("</svg>\n").toString();
  }

  private void dots(StringBuilder svg, Trials trials, String colour, Axis costs, Axis worths) {
    svg.append("<g class=\"").append(colour).append("\">\n");
    for (Trial trial : trials.list()) {
      svg.append(
          "<circle class=\"mark\" cx=\"%s\" cy=\"%s\" r=\"3\"><title>%s</title></circle>\n"
              .formatted(
                  costs.at(trial.cost(metric)),
                  y(worths, trial.value()),
                  Html.text(
                      String.format(
                          Locale.ROOT,
                          "%s: %s %.4f, %s",
                          SearchText.words(trial),
                          score,
                          trial.value(),
                          SearchText.costs(trial)))));
    }
    svg.append("</g>\n");
  }

  private static String y(Axis axis, double value) {
    double share = (value - axis.low()) / (axis.high() - axis.low());
    return String.format(Locale.ROOT, "%.1f", HEIGHT * (1 - share));
  }
}
