package dev.repfuse.report.benchmark;

import dev.repfuse.report.Figures;
import dev.repfuse.report.html.Axis;
import dev.repfuse.report.html.Html;
import dev.repfuse.runtime.bench.Episode;
import dev.repfuse.runtime.bench.Recording;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * All times of one model, as SVG: how many runs took how long, and below it a box for each session,
 * from a quarter to three quarters of its runs, with whiskers from a tenth to nine tenths. All
 * models have one axis.
 */
final class TimesPlot {
  private static final int BINS = 60;
  private static final int HEIGHT = 92;
  private static final int BOX = 7;
  private static final double SHOWN = 0.98;

  private final Recording recording;
  private final Axis axis;

  TimesPlot(Recording recording) {
    this.recording = recording;
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int model = 0; model < recording.models().size(); model++) {
      double[] all = sorted(recording.episodes(), model);
      least = Math.min(least, at(all, 0));
      most = Math.max(most, at(all, SHOWN));
    }
    Axis wide = Axis.around(least, most);
    this.axis = new Axis(Math.max(0, wide.low()), wide.high());
  }

  private static double[] sorted(List<Episode> episodes, int model) {
    return episodes.stream()
        .flatMapToDouble(episode ->
            IntStream.range(0, episode.rounds())
                .mapToDouble(round -> (double) episode.at(round, model)))
        .sorted()
        .toArray();
  }

  private static double at(double[] sorted, double share) {
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  /** How many runs of a model took longer than the axis reaches. */
  long beyond(int model) {
    return DoubleStream.of(sorted(recording.episodes(), model))
        .filter(t -> t > axis.high())
        .count();
  }

  /** The drawing of a model's times. */
  String svg(int model) {
    double[] all = sorted(recording.episodes(), model);
    int sessions = recording.episodes().size();
    int height = HEIGHT + 8 + sessions * BOX;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg role=\"img\" class=\"%s\" height=\"%d\" aria-label=\"%s\">\n"
            .formatted(
                Html.colour(model),
                height + 24,
                Html.text(
                    "%d runs from %s to %s, half of them within %s"
                        .formatted(
                            all.length,
                            Figures.time(all[0]),
                            Figures.time(at(all, 1)),
                            Figures.time(at(all, 0.5))))));
    svg.append(axis.grid(height, TimesPlot::tick));
    bars(svg, all);
    for (int i = 0; i < sessions; i++) {
      box(svg, sorted(recording.episodes().subList(i, i + 1), model), HEIGHT + 8 + i * BOX);
    }
    vertical(svg, "middle", at(all, 0.5), 0, height);
    return svg.append("</svg>\n").toString();
  }

  private static String tick(double nanoseconds) {
    return Figures.time(nanoseconds).replaceFirst("\\.?0+ ", " ");
  }

  private void bars(StringBuilder svg, double[] all) {
    double width = (axis.high() - axis.low()) / BINS;
    int[] counts = new int[BINS];
    for (double time : all) {
      if (time <= axis.high()) {
        counts[(int) Math.clamp((time - axis.low()) / width, 0, BINS - 1)]++;
      }
    }
    double most = Arrays.stream(counts).max().orElse(1);
    for (int i = 0; i < BINS; i++) {
      double tall = HEIGHT * counts[i] / most;
      if (tall > 0) {
        double from = axis.low() + i * width;
        svg.append(
            "<rect class=\"bar\" x=\"%s\" width=\"%s\" y=\"%s\" height=\"%s\"/>\n"
                .formatted(
                    axis.at(from),
                    axis.width(from, from + width * 0.88),
                    tenths(HEIGHT - tall),
                    tenths(tall)));
      }
    }
  }

  private void box(StringBuilder svg, double[] times, int top) {
    int middle = top + 2;
    svg.append(
        "<line class=\"whisker\" x1=\"%s\" x2=\"%s\" y1=\"%d.5\" y2=\"%d.5\"/>"
            .formatted(axis.at(at(times, 0.1)), axis.at(at(times, 0.9)), middle, middle));
    double from = at(times, 0.25);
    svg.append(
        "<rect class=\"box\" x=\"%s\" width=\"%s\" y=\"%d\" height=\"5\"/>"
            .formatted(axis.at(from), axis.width(from, at(times, 0.75)), top));
    vertical(svg, "median", at(times, 0.5), top, top + 5);
  }

  private void vertical(StringBuilder svg, String kind, double value, int top, int bottom) {
    svg.append(
        "<line class=\"%s\" x1=\"%3$s\" x2=\"%3$s\" y1=\"%2$d\" y2=\"%4$d\"/>\n"
            .formatted(kind, top, axis.at(value), bottom));
  }

  private static String tenths(double pixels) {
    return String.format(java.util.Locale.ROOT, "%.1f", pixels);
  }
}
