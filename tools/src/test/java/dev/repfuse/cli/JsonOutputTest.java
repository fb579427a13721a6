package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code --json} prints is JSON, and docs/json.md describes it. */
final class JsonOutputTest {
  /** Objects whose field names come from the model or from the pipeline. */
  private static final Set<String> OPEN =
      Set.of("counts", "refusalsByReason", "operators", "weightBytesByType", "metadata");

  @TempDir private Path folder = Path.of("");

  private static JsonNode json(Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals("", run.err());
    return JsonMapper.shared().readTree(run.out());
  }

  private static void fields(JsonNode node, Set<String> fields) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      fields.add(field.getKey());
      if (!OPEN.contains(field.getKey())) {
        fields(field.getValue(), fields);
      }
    }
    if (node.isArray()) {
      node.forEach(element -> fields(element, fields));
    }
  }

  private static void assertDocumented(JsonNode document) throws IOException {
    String reference = Files.readString(Project.file("docs/json.md"));
    Set<String> fields = new TreeSet<>();
    fields(document, fields);
    fields.removeIf(field -> reference.contains("`" + field + "`"));
    assertEquals(Set.of(), fields, "not in docs/json.md");
    assertEquals(1, document.get("formatVersion").asInt());
  }

  @Test
  void fuseTellsWhatItDid() throws IOException {
    Path target = folder.resolve("result.onnx");

    JsonNode document =
        json(Project.model("repvgg_keepbn"), "-o", target, "--json", "--in-process");

    assertDocumented(document);
    assertEquals("fuse", document.get("command").asString());
    assertEquals(target.toString(), document.get("output").asString());
    assertTrue(document.get("changed").asBoolean());
    assertEquals(8, document.get("before").get("nodes").asInt());
    assertEquals(2, document.get("after").get("nodes").asInt());
    assertEquals("equal", document.get("verification").get("verdict").asString());
  }

  @Test
  void fuseLeavesOutWhatThereIsNot() {
    JsonNode document = json(Project.model("repvgg_keepbn"), "--dry-run", "--json");

    assertFalse(document.has("output"));
    assertFalse(document.has("verification"));
  }

  @Test
  void explainCountsRefusalsByReason() throws IOException {
    JsonNode document = json("explain", Project.model("repghostnet_0_5x"), "--json");

    assertDocumented(document);
    int total = 0;
    for (JsonNode count : document.get("refusalsByReason")) {
      total += count.asInt();
    }
    assertEquals(total, document.get("refusals").size());
    assertTrue(document.get("refusalsByReason").get("BIAS_UNDER_PADDING").asInt() > 0);
  }

  @Test
  void inspectTellsWhatIsInAModel() throws IOException {
    JsonNode document = json("inspect", Project.model("repghostnet_0_5x"), "--json");

    assertDocumented(document);
    assertEquals("float[N,3,224,224]", document.get("inputs").get(0).get("type").asString());
    assertEquals(112, document.get("statistics").get("batchNormalization").asInt());
  }

  @Test
  void verifyTellsWhereModelsPart() throws IOException {
    JsonNode document =
        json(
            "verify",
            Project.model("repvgg_keepbn"),
            Project.model("mobileone_dw_keepbn"),
            "--json",
            "--in-process");

    assertDocumented(document);
    JsonNode verification = document.get("verification");
    assertEquals("different", verification.get("verdict").asString());
    assertTrue(verification.has("firstDifference"));
  }
}
