package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Project;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as a whole: help, versions, usage errors and bad models. */
final class MainTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void helpIsWhatAnEmptyCommandLineAsksFor() {
    CommandRun run = CommandRun.of();

    assertEquals(ExitCode.DONE, run.code());
    assertTrue(run.out().contains("Examples:"), run.out());
    assertTrue(run.out().contains("Exit codes:"), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fuse", "verify", "inspect", "explain", "report"})
  void everySubcommandHasHelp(String command) {
    CommandRun run = CommandRun.of(command, "--help");

    assertEquals(ExitCode.DONE, run.code());
    assertTrue(run.out().startsWith("Usage: repfuse " + command), run.out());
    assertTrue(run.out().contains("Example"), run.out());
    assertEquals(run, CommandRun.of("help", command));
  }

  @Test
  void versionNamesTheLibrariesThatMatter() {
    CommandRun run = CommandRun.of("--version");

    assertEquals(ExitCode.DONE, run.code());
    assertTrue(run.out().matches("(?s)repfuse \\d.*ONNX Runtime \\d.*Java \\d.*"), run.out());
    assertFalse(run.out().contains("${"), run.out());
  }

  @Test
  void printsACompletionScript() {
    CommandRun run = CommandRun.of("generate-completion");

    assertEquals(ExitCode.DONE, run.code());
    assertTrue(run.out().contains("complete -F _complete_repfuse"), run.out());
    assertTrue(run.out().contains("--no-verify"), "fuse's own options complete too");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--bogus", "--samples=many", "extra.onnx"})
  void refusesWhatItDoesNotKnow(String word) {
    CommandRun run = CommandRun.of(Project.model("blocks/noop_chain"), word);

    assertEquals(ExitCode.USAGE, run.code());
    assertEquals(2, run.err().lines().count(), run.err());
    assertTrue(run.err().contains("Try 'repfuse fuse --help'"), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fuse", "inspect", "explain"})
  void namesFileNodeAndCauseOfAnInvalidModel(String command) {
    Path model = folder.resolve("bad.onnx");
    ModelFile.write(
        ModelText.parse("g (float[1,3,8,8] x) => (float[1,4,6,6] y) { [first] y = Conv (x) }"),
        model);

    CommandRun run = CommandRun.of(command, model);

    assertEquals(ExitCode.INVALID_MODEL, run.code());
    assertEquals("", run.out());
    assertEquals(
        "repfuse: %s: node Conv 'first': it has 1 inputs; 2 to 3 are needed\n".formatted(model),
        run.err());
  }

  @Test
  void saysWhatIsWrongWithATruncatedModel() throws IOException {
    byte[] whole = Files.readAllBytes(Project.model("blocks/repvgg_keepbn"));
    Path model = Files.write(folder.resolve("short.onnx"), Arrays.copyOf(whole, 5000));

    CommandRun run = CommandRun.of(model);

    assertEquals(ExitCode.INVALID_MODEL, run.code());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("repfuse: " + model + ": not a readable ONNX model"));
    assertEquals(1, folder.toFile().list().length);
  }

  @Test
  void saysThatAFileIsMissing() {
    Path model = folder.resolve("missing.onnx");

    assertEquals(
        new CommandRun(ExitCode.INVALID_MODEL, "", "repfuse: " + model + ": no such file\n"),
        CommandRun.of(model));
  }
}
