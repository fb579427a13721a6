package dev.repfuse.report.page;

import dev.repfuse.report.Figures;
import dev.repfuse.runtime.verify.ErrorHistogram;
import dev.repfuse.runtime.verify.OutputComparison;
import java.util.List;

/** Columns: how many elements of an output are off by how much. */
final class HistogramChart {
  private static final int HEIGHT = 150;
  private static final int BASE = 24;
  private static final int HEAD = 16;

  private HistogramChart() {}

  static void write(Markup page, OutputComparison output) {
    List<Long> counts = output.histogram().counts();
    long most = counts.stream().mapToLong(Long::longValue).max().orElse(1);
    page.begin("figure", "class", "histogram");
    page.element(
        "figcaption",
        "%s: %s elements".formatted(output.name(), Figures.count(output.histogram().elements())));
    page.begin(
        "svg",
        "role",
        "img",
        "width",
        "100%",
        "height",
        Integer.toString(HEIGHT + BASE + HEAD),
        "aria-label",
        words(counts));
    for (int bin = 0; bin < counts.size(); bin++) {
      column(page, bin, counts.get(bin), most, bin > 0 && begins(bin) >= output.tolerance());
    }
    tolerance(page, output.tolerance());
    page.end().end();
  }

  private static void column(Markup page, int bin, long count, long most, boolean beyond) {
    double width = 100.0 / ErrorHistogram.BINS;
    // A single element among millions has to be seen.
    double height = count == 0 ? 0 : Math.max(3, (double) HEIGHT * count / most);
    String middle = Markup.pixels((bin + 0.5) * width) + "%";
    page.begin(
            "rect",
            "class",
            beyond ? "beyond" : "within",
            "x",
            Markup.pixels((bin + 0.12) * width) + "%",
            "y",
            Markup.pixels(HEAD + HEIGHT - height),
            "width",
            Markup.pixels(0.76 * width) + "%",
            "height",
            Markup.pixels(height),
            "rx",
            "2")
        .element("title", "%s: %s".formatted(name(bin), Figures.count(count)))
        .end();
    page.element("text", tick(bin), "x", middle, "y", Integer.toString(HEAD + HEIGHT + 15));
  }

  private static void tolerance(Markup page, double tolerance) {
    double decade = Math.log10(tolerance) - ErrorHistogram.LEAST_EXPONENT;
    if (tolerance > 0 && decade > 0 && decade < -ErrorHistogram.LEAST_EXPONENT) {
      String x = Markup.pixels((2 + decade) * 100 / ErrorHistogram.BINS) + "%";
      String foot = Integer.toString(HEAD + HEIGHT);
      page.begin("line", "class", "limit", "x1", x, "x2", x, "y1", "0", "y2", foot).end();
      page.element("text", "tolerance", "class", "limit", "x", x, "y", "10", "dx", "4");
    }
  }

  private static double begins(int bin) {
    return bin < 2 ? 0 : Math.pow(10, bin - 2 + ErrorHistogram.LEAST_EXPONENT);
  }

  private static String tick(int bin) {
    return switch (bin) {
      case 0 -> "=";
      case 1 -> "<";
      default -> Integer.toString(bin - 2 + ErrorHistogram.LEAST_EXPONENT).replace('-', '−');
    };
  }

  private static String name(int bin) {
    int exponent = bin - 2 + ErrorHistogram.LEAST_EXPONENT;
    return switch (bin) {
      case 0 -> "the same";
      case 1 -> "less than 1e" + ErrorHistogram.LEAST_EXPONENT;
      case ErrorHistogram.BINS - 1 -> "1 or more";
      default -> "1e%d to 1e%d".formatted(exponent, exponent + 1);
    };
  }

  private static String words(List<Long> counts) {
    StringBuilder words = new StringBuilder("Elements by error");
    for (int bin = 0; bin < counts.size(); bin++) {
      if (counts.get(bin) > 0) {
        words.append("; ").append(name(bin)).append(": ").append(Figures.count(counts.get(bin)));
      }
    }
    return words.toString();
  }
}
