package dev.repfuse.report;

import dev.repfuse.runtime.bench.Latency;
import dev.repfuse.runtime.bench.Profile;
import dev.repfuse.runtime.bench.Recording;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Where the time of several models goes, as two tables for people. */
public final class LayerText {
  /** What the tables do not say. */
  public static final String NOTE =
      "nodes bear the names that ONNX Runtime gives them, which fuses some and adds others;"
          + " its profiler takes time for each, so that a profiled run is longer than a timed one";

  private static final int NAME = 46;
  private static final int OPERATOR = 20;

  private final LayerComparison layers;
  private final Recording recording;
  private final List<Path> models;
  private final int most;

  /**
   * @param models as the user named them
   * @param most how many layers are listed
   */
  public LayerText(LayerComparison layers, Recording recording, List<Path> models, int most) {
    this.layers = layers;
    this.recording = recording;
    this.models = List.copyOf(models);
    this.most = most;
  }

  /** Both tables. */
  public String text() {
    StringBuilder text = new StringBuilder("\n");
    text.append(headed("by operator", OPERATOR, true));
    for (LayerComparison.OperatorTime operator : layers.operators()) {
      text.append(padded(operator.operator(), OPERATOR));
      for (int model = 0; model < models.size(); model++) {
        LayerComparison.Share share = operator.shares().get(model);
        text.append(
            share.count() == 0
                ? " ".repeat(28)
                : count(share.count()) + time(share.nanoseconds(), model));
      }
      end(text);
    }
    sums(text);
    int listed = Math.min(most, layers.layers().size());
    String title = "the slowest %d of %d layers".formatted(listed, layers.layers().size());
    text.append('\n').append(headed(title, NAME + OPERATOR + 1, false));
    for (LayerComparison.Layer layer : layers.layers().subList(0, listed)) {
      text.append(padded(cut(layer.name(), NAME), NAME + 1));
      text.append(padded(layer.operators(), OPERATOR));
      for (int model = 0; model < models.size(); model++) {
        OptionalDouble time = layer.nanoseconds(model);
        text.append(time.isPresent() ? time(time.getAsDouble(), model) : " ".repeat(20));
      }
      end(text);
    }
    return text.append(NOTE).append('\n').toString();
  }

  /** Two lines of heads. */
  private String headed(String title, int width, boolean counted) {
    StringBuilder files = new StringBuilder(padded(title, width));
    StringBuilder columns = new StringBuilder(" ".repeat(width));
    for (Path model : models) {
      int wide = counted ? 28 : 20;
      files.append(
          "%%%ds".formatted(wide).formatted(cut(model.getFileName().toString(), wide - 1)));
      columns
          .append((counted ? "%8s" : "%.0s").formatted("nodes"))
          .append("%12s%8s".formatted("time", "share"));
    }
    return end(files).append(end(columns)).toString();
  }

  /** What all nodes take, and whole runs with and without the profiler. */
  private void sums(StringBuilder text) {
    text.append(padded("all nodes", OPERATOR));
    for (Profile profile : layers.profiles()) {
      text.append(count(profile.layers().size())).append(time(profile.sum())).append(" ".repeat(8));
    }
    end(text).append(padded("a profiled run", OPERATOR));
    for (Profile profile : layers.profiles()) {
      text.append(" ".repeat(8)).append(time(profile.nanoseconds())).append(" ".repeat(8));
    }
    end(text).append(padded("a timed run", OPERATOR));
    for (int model = 0; model < models.size(); model++) {
      text.append(" ".repeat(8))
          .append(time(Latency.of(recording, model).p50()))
          .append(" ".repeat(8));
    }
    end(text);
  }

  private static String count(int number) {
    return "%8d".formatted(number);
  }

  private static String time(double nanoseconds) {
    return "%12s".formatted(Figures.time(nanoseconds));
  }

  private String time(double nanoseconds, int model) {
    return time(nanoseconds)
        + String.format(Locale.ROOT, "%7.1f%%", 100 * layers.share(nanoseconds, model));
  }

  private static String padded(String text, int width) {
    return ("%-" + width + "s").formatted(text);
  }

  /** Both ends of a name that is too long. */
  private static String cut(String name, int width) {
    int end = name.length() - width / 2;
    return name.length() <= width
        ? name
        : name.substring(0, width - 1 - width / 2) + "…" + name.substring(end);
  }

  private static StringBuilder end(StringBuilder line) {
    while (!line.isEmpty() && line.charAt(line.length() - 1) == ' ') {
      line.setLength(line.length() - 1);
    }
    return line.append('\n');
  }
}
