package dev.repfuse.report.html;

import java.util.ArrayList;
import java.util.List;

/**
 * A horizontal axis, as shares of the width, so that a drawing fits any screen and its text keeps
 * its size.
 */
public record Axis(double low, double high) {
  private static final int MOST_TICKS = 6;

  public Axis {
    if (!(high > low)) {
      throw new IllegalArgumentException("an axis from %s to %s".formatted(low, high));
    }
  }

  /** One that holds two values with some space beside them. */
  public static Axis around(double least, double most) {
    double space = Math.max((most - least) * 0.08, Math.abs(most) * 1e-3 + 1e-9);
    return new Axis(least - space, most + space);
  }

  /** Where a value lies, cut off at both ends. */
  public String at(double value) {
    return Html.percent(Math.clamp((value - low) / (high - low), 0, 1));
  }

  /** How wide a distance is. */
  public String width(double from, double to) {
    return Html.percent(Math.max(0, Math.min(to, high) - Math.max(from, low)) / (high - low));
  }

  /** Round values, a few. */
  public List<Double> ticks() {
    double step = Math.pow(10, Math.floor(Math.log10(high - low)) - 1);
    for (double factor : new double[] {2, 2.5, 2, 2, 2.5, 2}) {
      if ((high - low) / step > MOST_TICKS) {
        step *= factor;
      }
    }
    List<Double> ticks = new ArrayList<>();
    for (double i = Math.ceil(low / step); i * step <= high; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** Lines over a height, with a label for each below it. */
  public String grid(int height, java.util.function.DoubleFunction<String> label) {
    StringBuilder svg = new StringBuilder();
    for (double tick : ticks()) {
      String x = at(tick);
      svg.append(
          "<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"0\" y2=\"%d\"/>".formatted(x, x, height));
      svg.append(
          "<text x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
              .formatted(x, height + 16, Html.text(label.apply(tick))));
    }
    return svg.toString();
  }
}
