package dev.repfuse.report;

import dev.repfuse.latency.LatencyTable;
import dev.repfuse.latency.Prediction;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** A predicted latency, as text and as JSON. */
public final class PredictionText {
  private final Path model;
  private final LatencyTable table;
  private final Prediction prediction;

  public PredictionText(Path model, LatencyTable table, Prediction prediction) {
    this.model = model;
    this.table = table;
    this.prediction = prediction;
  }

  /** A few lines. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %.3f ms on %s, %s%n",
            model,
            prediction.layers() / 1e6,
            table.name(),
            table.threads() == 1 ? "1 thread" : table.threads() + " threads"));
    text.append(
        String.format(
            Locale.ROOT,
            "  %d layers, each %.1f µs less than alone, times %.3f for all between%n",
            prediction.count(),
            table.saved() / 1e3,
            table.factor()));
    prediction
        .missing()
        .forEach(node -> text.append("  not in the table: ").append(node).append('\n'));
    return text.toString();
  }

  /** One object; times in seconds. */
  public String json() {
    Map<String, Object> document = Json.document("predict");
    document.put("input", model.toString());
    document.put("machine", table.name());
    document.put("threads", table.threads());
    Json.put(document, "latency", prediction.layers() / 1e9);
    document.put("layers", prediction.count());
    document.put("missing", prediction.missing());
    return Json.write(document);
  }
}
