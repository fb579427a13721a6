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
  private final double factor;

  /**
   * @param factor what a whole network takes as a multiple of its layers
   */
  public PredictionText(Path model, LatencyTable table, Prediction prediction, double factor) {
    this.model = model;
    this.table = table;
    this.prediction = prediction;
    this.factor = factor;
  }

  /** A few lines. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %.3f ms on %s with %d threads%n",
            model,
            prediction.layers() * factor / 1e6,
            table.name(),
            table.threads()));
    text.append(
        String.format(
            Locale.ROOT,
            "  layers alone %.3f ms, times %.3f for all between%n",
            prediction.layers() / 1e6,
            factor));
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
    Json.put(document, "latency", prediction.layers() * factor / 1e9);
    Json.put(document, "layers", prediction.layers() / 1e9);
    Json.put(document, "factor", factor);
    document.put("missing", prediction.missing());
    return Json.write(document);
  }
}
