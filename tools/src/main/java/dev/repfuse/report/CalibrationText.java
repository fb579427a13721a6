package dev.repfuse.report;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a calibration did, as text and as JSON.
 *
 * @param norms how many BatchNormalizations were calibrated
 */
public record CalibrationText(Path input, int norms, Path written) {
  /** A few lines. */
  public String text() {
    return "%s\n\n  %d BatchNormalization nodes calibrated\n  wrote %s\n"
        .formatted(input, norms, written);
  }

  /** One object. */
  public String json() {
    Map<String, Object> document = Json.document("calibrate");
    document.put("input", input.toString());
    document.put("batchNormalization", norms);
    document.put("written", written.toString());
    return Json.write(document);
  }
}
