package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code --json} prints; docs/json.md must name every field. */
class JsonOutputTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir Path folder;

  private JsonNode json(CommandRun run) {
    assertEquals("", run.err());
    JsonNode document = MAPPER.readTree(run.out());
    assertEquals(1, document.path("formatVersion").asInt());
    return document;
  }

  private Path model(String text) {
    return SampleModels.write(folder, "model.onnx", text);
  }

  @Test
  void fuse() {
    Path model = model(SampleModels.TWO_BRANCHES);

    JsonNode document = json(CommandRun.of(model, "--json", "--in-process"));

    assertEquals("fuse", document.path("command").asString());
    assertEquals(model.toString(), document.at("/input/path").asString());
    assertEquals(17, document.at("/input/opset").asInt());
    assertTrue(document.path("changed").asBoolean());
    assertEquals(folder.resolve("model.fused.onnx").toString(), document.path("output").asString());
    assertEquals(2, document.at("/before/conv").asInt());
    assertEquals(1, document.at("/after/conv").asInt());
    assertEquals(1, document.at("/before/batchNormalization").asInt());
    assertEquals(0, document.at("/after/batchNormalization").asInt());
    assertEquals(4 * 27 + 4 * 3 + 8, document.at("/before/parameters").asInt());
    assertEquals(8, document.at("/before/statistics").asInt());
    assertEquals(64 * 4 * (27 + 3), document.at("/before/macs").asInt());
    assertEquals("equal", document.at("/verification/verdict").asString());
    assertEquals("y", document.at("/verification/outputs/0/name").asString());
  }

  @Test
  void aDifferenceIsInTheDocumentToo() {
    CommandRun run =
        CommandRun.of(model(SampleModels.CANCELLING), "--json", "--in-process", "--tolerance", "0");

    assertEquals(ExitCode.DIFFERENT, run.code());
    JsonNode document = MAPPER.readTree(run.out());
    assertEquals("different", document.at("/verification/verdict").asString());
    assertEquals("e", document.at("/verification/firstDifference/value").asString());
    assertTrue(document.path("output").isMissingNode());
  }

  @Test
  void check() {
    JsonNode document = json(CommandRun.of(model(SampleModels.TWO_BRANCHES), "--json", "--check"));

    assertTrue(document.at("/check/couldBeSmaller").asBoolean());
    assertTrue(document.at("/check/words").asString().startsWith("could be smaller: 3 of 5"));
  }

  @Test
  void verify() {
    Path model = model(SampleModels.TWO_BRANCHES);

    JsonNode document = json(CommandRun.of("verify", model, model, "--json", "--in-process"));

    assertEquals("equal", document.at("/verification/verdict").asString());
    assertEquals("Infinity", document.at("/verification/outputs/0/sqnrDb").asString());
  }

  @Test
  void inspect() {
    JsonNode document = json(CommandRun.of("inspect", model(SampleModels.TWO_BRANCHES), "--json"));

    assertEquals("float[N,3,8,8]", document.at("/inputs/0/type").asString());
    assertEquals("Conv 'wide'", document.at("/largestLayers/0/node").asString());
    assertEquals(4 * (27 + 3 + 4) * 4, document.at("/weightBytesByType/float").asInt());
  }

  @Test
  void explain() {
    JsonNode document = json(CommandRun.of("explain", model(SampleModels.TWO_BRANCHES), "--json"));

    assertTrue(document.path("refusals").isArray());
    JsonNode change = named(document, "fold").at("/changes/0");
    assertEquals("FoldAffineRegion", change.path("rewrite").asString());
    assertEquals("generic", document.path("target").asString());
    assertEquals("x", change.at("/chosen/source").asString());
    assertEquals(64 * 4 * (27 + 3), change.at("/chosen/before/macs").asInt());
    assertEquals(64 * 4 * 27, change.at("/chosen/after/macs").asInt());
    assertTrue(
        change.at("/chosen/after/nanoseconds").asInt()
            < change.at("/chosen/before/nanoseconds").asInt());
  }

  @Test
  void figuresComeWithExplainOnly() {
    Path model = model(SampleModels.TWO_BRANCHES);

    JsonNode without = json(CommandRun.of(model, "--json", "--dry-run"));
    assertTrue(named(without, "fold").at("/changes/0/chosen").isMissingNode());
    JsonNode with = json(CommandRun.of(model, "--json", "--dry-run", "--explain"));
    assertEquals("x", named(with, "fold").at("/changes/0/chosen/source").asString());
  }

  @Test
  void proof() {
    Path model = model(SampleModels.TWO_BRANCHES);

    JsonNode document = json(CommandRun.of(model, "--json", "--no-verify", "--prove"));

    assertEquals("proved", document.at("/proof/verdict").asString());
    assertEquals("x", document.at("/proof/regions/0/sources/0").asString());
    assertEquals(1, document.at("/proof/regions/0/into").size());
    assertTrue(document.at("/proof/units").asDouble() < 4, document.toString());
  }

  private static JsonNode named(JsonNode document, String pass) {
    for (JsonNode candidate : document.path("passes")) {
      if (candidate.path("name").asString().equals(pass)) {
        return candidate;
      }
    }
    throw new AssertionError("no pass " + pass + " in " + document);
  }

  @Test
  void everyFieldIsDocumented() throws IOException {
    Path model = model(SampleModels.TWO_BRANCHES);
    Path other = SampleModels.write(folder, "other.onnx", SampleModels.OTHER_WEIGHTS);
    Path half = SampleModels.write(folder, "half.onnx", HalfPrecisionOptionTest.FAR_OFF);
    Path supernet = SampleModels.write(folder, "net.onnx", ExtractCommandTest.SUPERNET);
    Set<String> fields = new TreeSet<>();
    for (CommandRun run :
        List.of(
            CommandRun.of(model, "--json", "--in-process"),
            CommandRun.of(model, "--json", "--check"),
            CommandRun.of(model, "--json", "--dry-run", "--explain"),
            CommandRun.of("verify", model, other, "--json", "--in-process"),
            CommandRun.of("verify", model, other, "--json", "--in-process", "--prove"),
            CommandRun.of(model, "--json", "--no-verify", "--prove"),
            CommandRun.of(half, "--json", "--dry-run", "--allow-half-precision"),
            CommandRun.of("inspect", model, "--json"),
            CommandRun.of("report", model, other, "--json", "--in-process"),
            CommandRun.of("supernet", supernet, "--json"),
            CommandRun.of("extract", supernet, "--arch", "0,1", "--json", "--in-process"),
            CommandRun.of("explain", model, "--json"))) {
      collect(MAPPER.readTree(run.out()), fields);
    }
    String documentation = Files.readString(Project.file("docs/json.md"));

    fields.removeIf(field -> documentation.contains("`" + field + "`"));
    assertEquals(List.of(), List.copyOf(fields));
  }

  /** Names that are data, not fields: of operators, passes, rewrites, reasons, types. */
  private static final List<String> MAPS =
      List.of("operators", "counts", "refusalsByReason", "weightBytesByType", "metadata");

  private static void collect(JsonNode node, Set<String> fields) {
    node.forEach(child -> collect(child, fields));
    if (node.isObject()) {
      fields.addAll(node.propertyNames());
      MAPS.forEach(map -> fields.removeAll(node.path(map).propertyNames()));
    }
  }
}
