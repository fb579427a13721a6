package dev.repfuse.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts of an emulated processor's instructions, as text and as JSON; they are no times. */
public record InstructionText(List<Path> models, List<Long> counts, String device) {
  public InstructionText {
    models = List.copyOf(models);
    counts = List.copyOf(counts);
  }

  /** A line for each model. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < models.size(); i++) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-32s %,20d instructions a run%s%n",
              models.get(i).getFileName(),
              counts.get(i),
              i == 0 ? "" : String.format(Locale.ROOT, "  %.3f of the first", ratio(i))));
    }
    return text
        + "counted on %s, which is emulated: what a processor makes of them is another matter, and no latency is told\n"
            .formatted(device);
  }

  private double ratio(int i) {
    return (double) counts.get(i) / Math.max(1, counts.getFirst());
  }

  /** One object. */
  public String json() {
    Map<String, Object> document = Json.document("benchmark");
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("path", models.get(i).toString());
      row.put("instructions", counts.get(i));
      if (i > 0) {
        Json.put(row, "instructionsOfFirst", ratio(i));
      }
      rows.add(row);
    }
    document.put("models", rows);
    document.put("device", device);
    document.put("emulated", true);
    return Json.write(document);
  }
}
