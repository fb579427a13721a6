package dev.repfuse.report;

import dev.repfuse.cam.ClassActivation;
import dev.repfuse.cam.HeatMap;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What a class-activation map shows, as text and as JSON.
 *
 * @param image the image that the network saw
 */
public record CamText(Path input, Path image, ClassActivation activation, Path written) {

  /** A few lines. */
  public String text() {
    HeatMap map = activation.map();
    return String.format(
        Locale.ROOT,
        """
        %s of %s

          class %d of %d at '%s': %.4g, the mean of %d×%d positions from %.4g to %.4g
          largest error of a mean %.1e of the output's scale
          wrote %s
        """,
        image,
        input,
        activation.chosen(),
        activation.classes(),
        activation.output(),
        activation.score(),
        map.rows(),
        map.columns(),
        map.smallest(),
        map.largest(),
        activation.error(),
        written);
  }

  /** One object. */
  public String json() {
    HeatMap map = activation.map();
    Map<String, Object> document = Json.document("adapt");
    document.put("input", input.toString());
    document.put("image", image.toString());
    document.put("output", activation.output());
    document.put("class", activation.chosen());
    document.put("classes", activation.classes());
    Json.put(document, "score", activation.score());
    Json.put(document, "error", activation.error());
    document.put("rows", map.rows());
    document.put("columns", map.columns());
    document.put("map", map.values());
    document.put("written", written.toString());
    return Json.write(document);
  }
}
