package dev.repfuse.report;

import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.runtime.bench.BenchmarkOptions;
import dev.repfuse.runtime.bench.Episode;
import dev.repfuse.runtime.bench.Latency;
import dev.repfuse.runtime.bench.PairedRatio;
import dev.repfuse.runtime.bench.Recording;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was measured of several models, as text, as JSON and as CSV. */
public final class BenchmarkText {
  /** What is told of each model. */
  public static final List<String> COLUMNS =
      List.of("p50", "p90", "p99", "per second", "load", "memory", "file");

  /** What the list of single times begins with. */
  public static final String CSV = "episode,round,model,nanoseconds\n";

  private final Recording recording;
  private final List<Path> models;
  private final BenchmarkOptions options;
  private final Optional<LayerComparison> layers;

  /**
   * @param models as the user named them, the first of which is the reference
   * @param layers where their time goes, if that was asked for
   */
  public BenchmarkText(
      Recording recording,
      List<Path> models,
      BenchmarkOptions options,
      Optional<LayerComparison> layers) {
    this.recording = recording;
    this.models = List.copyOf(models);
    this.options = options;
    this.layers = layers;
  }

  /** A table, and a line for each model but the first. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(line("", COLUMNS));
    for (int i = 0; i < models.size(); i++) {
      text.append(line(models.get(i).getFileName().toString(), columns(i)));
    }
    for (int i = 1; i < models.size(); i++) {
      PairedRatio ratio = PairedRatio.of(recording.episodes(), i, 0);
      text.append(
          String.format(
              Locale.ROOT,
              "%n%s takes %.3f [%.3f, %.3f] of the time of %s: %s%n",
              models.get(i).getFileName(),
              ratio.ratio(),
              ratio.low(),
              ratio.high(),
              models.getFirst().getFileName(),
              ratio.words()));
    }
    text.append('\n');
    recording.notes().forEach(note -> text.append(note).append('\n'));
    text.append(extent()).append('\n');
    new TreeMap<>(recording.machine())
        .forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
    return text.toString();
  }

  /** What is known of a model, in the order of {@link #COLUMNS}. */
  public List<String> columns(int model) {
    Latency latency = Latency.of(recording, model);
    Recording.Model known = recording.models().get(model);
    return List.of(
        Figures.time(latency.p50()),
        Figures.time(latency.p90()),
        Figures.time(latency.p99()),
        String.format(Locale.ROOT, "%.4g", perSecond(latency, known)),
        Figures.time((double) known.loadNanoseconds()),
        known.peakBytes().isPresent() ? Figures.bytes(known.peakBytes().getAsLong()) : "",
        Figures.bytes(bytes(models.get(model))));
  }

  /** How much was measured. */
  public String extent() {
    return "%d rounds in %d sessions of each, %s"
        .formatted(rounds(), recording.episodes().size(), threads());
  }

  private static String line(String name, List<String> columns) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-32s", name));
    for (String column : columns) {
      line.append(String.format(Locale.ROOT, " %11s", column));
    }
    return line.toString().stripTrailing() + "\n";
  }

  private String threads() {
    return options.threads() == 1 ? "1 thread" : options.threads() + " threads";
  }

  private int rounds() {
    return recording.episodes().stream().mapToInt(Episode::rounds).sum();
  }

  private static double perSecond(Latency latency, Recording.Model model) {
    return model.batch() * 1e9 / latency.p50();
  }

  /** With external data, unless it is no ONNX model, though the runtime runs it. */
  private static long bytes(Path model) {
    try {
      return ModelFile.size(ModelFile.read(model));
    } catch (ModelException noModel) {
      return model.toFile().length();
    }
  }

  /** One object. */
  public String json() {
    Map<String, Object> document = Json.document("benchmark");
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      rows.add(row(i));
    }
    document.put("models", rows);
    layers.ifPresent(found -> LayerJson.put(document, found));
    document.put("threads", options.threads());
    document.put("provider", options.provider().words());
    document.put("rounds", rounds());
    document.put("sessions", recording.episodes().size());
    document.put("notes", recording.notes());
    document.put("machine", new TreeMap<>(recording.machine()));
    return Json.write(document);
  }

  private Map<String, Object> row(int i) {
    Recording.Model model = recording.models().get(i);
    Latency latency = Latency.of(recording, i);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("path", models.get(i).toString());
    Json.put(row, "p50", latency.p50() / 1e9);
    Json.put(row, "p90", latency.p90() / 1e9);
    Json.put(row, "p99", latency.p99() / 1e9);
    Json.put(row, "samplesPerSecond", perSecond(latency, model));
    row.put("batch", model.batch());
    Json.put(row, "load", model.loadNanoseconds() / 1e9);
    Json.put(row, "peakBytes", model.peakBytes());
    row.put("bytes", bytes(models.get(i)));
    layers.ifPresent(found -> row.put("profile", LayerJson.profile(found.profiles().get(i))));
    if (i > 0) {
      row.put("comparedWithFirst", ratio(PairedRatio.of(recording.episodes(), i, 0)));
    }
    return row;
  }

  /** A ratio as an object. */
  static Map<String, Object> ratio(PairedRatio ratio) {
    Map<String, Object> object = new LinkedHashMap<>();
    Json.put(object, "ratio", ratio.ratio());
    Json.put(object, "low", ratio.low());
    Json.put(object, "high", ratio.high());
    object.put("verdict", ratio.verdict().name().toLowerCase(Locale.ROOT));
    return object;
  }

  /** Every single time. */
  public String csv() {
    StringBuilder csv = new StringBuilder(CSV);
    for (int e = 0; e < recording.episodes().size(); e++) {
      Episode episode = recording.episodes().get(e);
      for (int round = 0; round < episode.rounds(); round++) {
        for (int model = 0; model < models.size(); model++) {
          csv.append(e).append(',').append(round).append(',').append(model);
          csv.append(',').append(episode.at(round, model)).append('\n');
        }
      }
    }
    return csv.toString();
  }
}
