package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.supernet.SupernetFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The choices of a supernet, found and written down. */
class SupernetCommandTest {
  @TempDir Path folder;

  private Path supernet() {
    return SampleModels.write(folder, "net.onnx", ExtractCommandTest.SUPERNET);
  }

  @Test
  void writesWhatItFound() {
    CommandRun run = CommandRun.of("supernet", supernet());

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("2 choices, 9 architectures"), run.out());
    assertTrue(
        run.out().contains("arch[1]           0 to 2     gather   branches meet in 'g1'"),
        run.out());
    assertEquals(2, SupernetFile.read(folder.resolve("net.supernet.json")).points().size());
  }

  @Test
  void forAScript() {
    JsonNode document =
        new JsonMapper().readTree(CommandRun.of("supernet", supernet(), "--json").out());

    assertEquals("supernet", document.get("command").stringValue());
    assertEquals("9", document.get("architectures").stringValue());
    assertEquals(3, document.at("/choices/0/count").intValue());
    assertEquals(0, document.get("unexplained").size());
  }

  @Test
  void saysWhatItCouldNotExplain() {
    Path part =
        SampleModels.write(
            folder,
            "part.onnx",
            ExtractCommandTest.SUPERNET
                .replace("int64[2] arch", "int64[3] arch")
                .replace("int64 i0 = {0}", "int64 i0 = {0}, int64 i2 = {2}")
                .replace(
                    "y = Neg (l2)", "t = Gather (arch, i2) f = Cast <to = 1> (t) y = Mul (l2, f)"));
    CommandRun unexplained = CommandRun.of("supernet", part);
    String line = "Mul 'y' reads 'f', for which nothing says what arch[2] may be";
    assertTrue(unexplained.out().contains("not explained: " + line), unexplained.out());
    assertEquals(
        "repfuse: %s: %s\n".formatted(part, line),
        CommandRun.of("extract", part, "--arch", "0,0").err());
  }

  @Test
  void replacesNothingElse() throws IOException {
    Path notes = Files.writeString(folder.resolve("net.supernet.json"), "notes");
    CommandRun run = CommandRun.of("supernet", supernet());
    assertEquals(ExitCode.USAGE, run.code());
    assertEquals("notes", Files.readString(notes));
    Files.delete(notes);
    assertEquals(ExitCode.DONE, CommandRun.of("supernet", supernet()).code());
    assertEquals(ExitCode.DONE, CommandRun.of("supernet", supernet()).code());
  }

  @Test
  void anOrdinaryModelHasNoChoices() {
    Path relu = SampleModels.write(folder, "relu.onnx", SampleModels.RELU);
    CommandRun run = CommandRun.of("supernet", relu);
    assertEquals(ExitCode.USAGE, run.code());
    assertEquals(
        "repfuse: %s: no input decides between branches or gives rise to weights\n".formatted(relu),
        run.err());
  }
}
