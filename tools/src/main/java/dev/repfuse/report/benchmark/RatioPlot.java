package dev.repfuse.report.benchmark;

import dev.repfuse.report.html.Axis;
import dev.repfuse.report.html.Html;
import dev.repfuse.runtime.bench.PairedRatio;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Ratios with their intervals, as SVG: a line for each model but the first, and one at 1. */
final class RatioPlot {
  private static final int ROW = 44;

  private RatioPlot() {}

  /** The drawing of ratios of all models but the first. */
  static String svg(List<PairedRatio> ratios, List<Path> models) {
    double least =
        ratios.stream().mapToDouble(PairedRatio::low).filter(Double::isFinite).min().orElse(1);
    double most =
        ratios.stream().mapToDouble(PairedRatio::high).filter(Double::isFinite).max().orElse(1);
    Axis axis = Axis.around(Math.min(1, least), Math.max(1, most));
    int height = ratios.size() * ROW;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg role=\"img\" height=\"%d\" aria-label=\"Time as a part of that of %s\">\n"
            .formatted(height + 24, Html.text(models.getFirst().getFileName())));
    svg.append(
        axis.grid(
            height, tick -> String.format(Locale.ROOT, "%.4g", tick).replaceFirst("\\.?0+$", "")));
    svg.append(
        "<line class=\"same\" x1=\"%1$s\" x2=\"%1$s\" y1=\"0\" y2=\"%2$d\"/>\n"
            .formatted(axis.at(1), height));
    for (int i = 0; i < ratios.size(); i++) {
      row(svg, ratios.get(i), models.get(i + 1), axis, i * ROW);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void row(StringBuilder svg, PairedRatio ratio, Path model, Axis axis, int top) {
    String verdict = ratio.verdict().name().toLowerCase(Locale.ROOT);
    int middle = top + 30;
    String low = axis.at(ratio.low());
    String high = axis.at(ratio.high());
    svg.append("<g class=\"%s\"><title>%s</title>\n".formatted(verdict, Html.text(words(ratio))));
    svg.append(
        "<text x=\"0\" y=\"%d\">%s</text>\n".formatted(top + 14, Html.text(model.getFileName())));
    line(svg, low, high, middle, middle);
    line(svg, low, low, middle - 5, middle + 5);
    line(svg, high, high, middle - 5, middle + 5);
    svg.append(
        "<circle class=\"dot\" cx=\"%s\" cy=\"%d\" r=\"5\"/></g>\n"
            .formatted(axis.at(ratio.ratio()), middle));
  }

  private static void line(StringBuilder svg, String x1, String x2, int y1, int y2) {
    svg.append(
        "<line class=\"range\" x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\"/>"
            .formatted(x1, x2, y1, y2));
  }

  /** {@code 0.901 [0.888, 0.909]: faster}. */
  static String words(PairedRatio ratio) {
    return String.format(
        Locale.ROOT,
        "%.3f [%.3f, %.3f]: %s",
        ratio.ratio(),
        ratio.low(),
        ratio.high(),
        ratio.words());
  }
}
