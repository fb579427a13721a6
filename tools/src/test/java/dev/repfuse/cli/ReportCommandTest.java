package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The report from the command line: what is written, what is refused. */
class ReportCommandTest {
  @TempDir Path folder;

  private Path before;
  private Path after;
  private Path page;

  ReportCommandTest() {
    before = after = page = Path.of("");
  }

  @BeforeEach
  void models() {
    before = SampleModels.write(folder, "model.onnx", SampleModels.TWO_BRANCHES);
    after = folder.resolve("model.fused.onnx");
    page = folder.resolve("report.html");
    CommandRun.of(before, "--no-verify", "-q");
  }

  @Test
  void writesAPageWithAVerdictAndErrors() throws IOException {
    CommandRun run = CommandRun.of("report", before, after, "-o", page, "--in-process");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().startsWith("equal: "), run.out());
    assertTrue(run.out().endsWith("wrote " + page + "\n"), run.out());
    String html = Files.readString(page);
    assertTrue(html.contains("✓"), "the verdict");
    assertTrue(html.contains("class=\"histogram\""), "the errors of the outputs");
    assertTrue(html.contains("BatchNormalization + 2 Conv → Conv"), "what was folded");
    assertTrue(html.contains("default-src 'none'".replace("'", "&#39;")), "the policy");
    assertFalse(html.contains("http:") || html.contains("https:"), "an address");
  }

  @Test
  void withoutVerificationThereAreNoErrors() throws IOException {
    CommandRun run = CommandRun.of("report", before, after, "-o", page, "--no-verify");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertEquals("wrote " + page + "\n", run.out());
    String html = Files.readString(page);
    assertTrue(html.contains("not verified"));
    assertFalse(html.contains("class=\"histogram\""));
  }

  @Test
  void showsADifferenceAndSaysSoByTheExitCode() throws IOException {
    Path other = SampleModels.write(folder, "other.onnx", SampleModels.OTHER_WEIGHTS);

    CommandRun run = CommandRun.of("report", before, other, "-o", page, "--in-process", "-q");

    assertEquals(new CommandRun(ExitCode.DIFFERENT, "", ""), run);
    assertTrue(Files.readString(page).contains("verdict bad"));
  }

  @Test
  void thePageGoesBesideTheResultUnlessToldOtherwise() {
    CommandRun run = CommandRun.of("report", before, after, "--no-verify", "-q");

    assertEquals(new CommandRun(ExitCode.DONE, "", ""), run);
    assertTrue(Files.exists(folder.resolve("model.fused.html")));
  }

  @Test
  void replacesItsOwnPageButNoOther() throws IOException {
    assertEquals(
        ExitCode.DONE, CommandRun.of("report", before, after, "-o", page, "--no-verify").code());
    String first = Files.readString(page);
    assertEquals(
        ExitCode.DONE, CommandRun.of("report", before, after, "-o", page, "--no-verify").code());
    assertEquals(first, Files.readString(page), "the same models give the same page");

    refused("exists and was not made of this model", "report", before, before, "-o", page);
    Files.writeString(page, "<p>mine</p>");
    refused("exists and was not made of this model", "report", before, after, "-o", page);
    assertEquals("<p>mine</p>", Files.readString(page));
    CommandRun run =
        CommandRun.of("report", before, after, "-o", page, "--no-verify", "--overwrite");
    assertEquals(ExitCode.DONE, run.code(), run.err());
  }

  @Test
  void refusesWhatItCannotWriteTo() throws IOException {
    refused("its name ends in .html", "report", before, after, "-o", folder.resolve("report.onnx"));
    refused("its folder does not exist", "report", before, after, "-o", folder.resolve("a/b.html"));
    Path taken = Files.createDirectory(folder.resolve("x.html"));
    refused("is a folder", "report", before, after, "-o", taken);
  }

  private static void refused(String message, Object... words) {
    CommandRun run = CommandRun.of(words);

    assertEquals(ExitCode.USAGE, run.code(), run.out());
    assertTrue(run.err().contains(message), run.err());
    assertEquals(1, run.err().strip().lines().count(), run.err());
  }

  @Test
  void neverWritesOverOneOfTheModels() throws IOException {
    Path model = folder.resolve("model.html");
    Files.copy(before, model);

    refused("is one of the two models", "report", model, after, "-o", model, "--overwrite");
  }

  @Test
  void namesAModelThatIsMissing() {
    Path missing = folder.resolve("missing.onnx");

    assertEquals(
        new CommandRun(ExitCode.INVALID_MODEL, "", "repfuse: " + missing + ": no such file\n"),
        CommandRun.of("report", before, missing, "-o", page));
    assertFalse(Files.exists(page));
  }

  @Test
  void refusesOptionsThatMeanNothing() {
    refused("--samples", "report", before, after, "-o", page, "--samples", 0);
    refused("--threads: 0", "report", before, after, "-o", page, "--threads", 0, "--no-verify");
  }

  @Test
  void givesTheSameToPrograms() {
    CommandRun run = CommandRun.of("report", before, after, "-o", page, "--in-process", "--json");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    JsonNode document = JsonMapper.shared().readTree(run.out());
    assertEquals("report", document.path("command").asString());
    assertEquals(4, document.at("/regions/0/from").size());
    assertEquals(1, document.at("/regions/0/into").size());
    assertEquals("equal", document.at("/verification/verdict").asString());
    JsonNode output = document.at("/verification/outputs/0");
    long counted = 0;
    for (JsonNode count : output.path("histogram")) {
      counted += count.asLong();
    }
    assertEquals(output.path("elements").asLong(), counted);
    assertEquals(2, document.at("/after/nodes").asInt());
    assertEquals(page.toString(), document.path("written").asString());
  }
}
