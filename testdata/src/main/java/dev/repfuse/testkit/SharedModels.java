package dev.repfuse.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The larger collection of models in a folder beside the project, which the system property {@code
 * repfuse.shared} names. Tests that need it are skipped where it is absent.
 */
public final class SharedModels {
  private static final String MANIFEST = "models/MANIFEST.json";

  private SharedModels() {}

  /**
   * A model of the collection.
   *
   * @param model the file and its recorded tensors
   * @param facts its entry in {@code MANIFEST.json}: counts, costs, and what to expect
   */
  public record Entry(RecordedModel model, JsonNode facts) {

    /** What a fold should leave of it: counts such as {@code conv_after}, or refusals. */
    public JsonNode expect() {
      return facts.path("expect");
    }

    @Override
    public String toString() {
      return model.name();
    }
  }

  /** The collection's folder; skips the running test where it is absent. */
  public static Path folder() {
    Path folder = Path.of(System.getProperty("repfuse.shared", "../shared")).toAbsolutePath();
    Assumptions.assumeTrue(
        Files.exists(folder.resolve(MANIFEST)),
        () ->
            "no shared models in " + folder.normalize() + "; -Drepfuse.shared=<folder> names them");
    return folder.normalize();
  }

  /** Every model below a subfolder such as {@code blocks/}, in the manifest's order. */
  public static List<Entry> below(String subfolder) {
    Path folder = folder();
    List<Entry> entries = new ArrayList<>();
    JsonNode manifest = new ObjectMapper().readTree(folder.resolve(MANIFEST).toFile());
    for (JsonNode facts : manifest.path("models")) {
      String file = facts.path("file").asString();
      if (file.startsWith(subfolder)) {
        String name = file.substring(0, file.length() - ".onnx".length());
        Path path = folder.resolve("models").resolve(file);
        entries.add(new Entry(new RecordedModel(name, path), facts));
      }
    }
    return entries;
  }

  /** Every model. */
  public static List<Entry> all() {
    return below("");
  }
}
