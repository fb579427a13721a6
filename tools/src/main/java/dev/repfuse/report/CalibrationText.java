package dev.repfuse.report;

import dev.repfuse.calibrate.Left;
import dev.repfuse.calibrate.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a calibration did, as text and as JSON.
 *
 * @param outcome how many BatchNormalizations and folded layers were calibrated, and which were not
 */
public record CalibrationText(Path input, Outcome outcome, Path written) {
  /** A few lines. */
  public String text() {
    StringBuilder text = new StringBuilder("%s\n\n".formatted(input));
    if (outcome.norms() > 0 || outcome.layers() == 0) {
      text.append("  %d BatchNormalization nodes calibrated\n".formatted(outcome.norms()));
    }
    if (outcome.layers() > 0) {
      text.append("  %d folded layers calibrated\n".formatted(outcome.layers()));
    }
    if (!outcome.left().isEmpty()) {
      text.append("  left alone:\n");
      for (Left left : outcome.left()) {
        text.append("    %s: %s\n".formatted(left.node(), left.reason()));
      }
    }
    return text.append("  wrote %s\n".formatted(written)).toString();
  }

  /** One object. */
  public String json() {
    Map<String, Object> document = Json.document("calibrate");
    document.put("input", input.toString());
    document.put("batchNormalization", outcome.norms());
    document.put("foldedLayers", outcome.layers());
    List<Map<String, Object>> left = new ArrayList<>();
    for (Left each : outcome.left()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("node", each.node());
      one.put("reason", each.reason());
      left.add(one);
    }
    document.put("left", left);
    document.put("written", written.toString());
    return Json.write(document);
  }

  /**
   * One line that says why nothing was calibrated.
   *
   * @param reference that was given
   */
  public String nothing(Optional<Path> reference) {
    String reasons =
        outcome.left().stream()
            .map(left -> "; %s: %s".formatted(left.node(), left.reason()))
            .collect(Collectors.joining());
    return reference
            .map(file -> "%s: nothing can be calibrated by %s".formatted(input, file))
            .orElse(
                input
                    + ": has no BatchNormalization whose statistics are constants; a folded model no"
                    + " longer holds their scales and shifts: give the unfolded one as --reference")
        + reasons;
  }
}
