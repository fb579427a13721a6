package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, versions, completion and mistakes on the command line. */
class UsageTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"fuse", "verify", "inspect", "explain"})
  void everyCommandHasHelpWithAnExample(String command) {
    CommandRun run = CommandRun.of(command, "--help");

    assertEquals(ExitCode.DONE, run.exitCode());
    assertTrue(run.out().startsWith("Usage: repfuse " + command), run.out());
    assertTrue(run.out().contains("Example"), run.out());
    assertEquals(run.out(), CommandRun.of("help", command).out());
  }

  @Test
  void theHelpNamesEveryCommandAndExitCode() {
    String help = CommandRun.of("--help").out();

    for (String word : new String[] {"fuse", "verify", "inspect", "explain", "Exit codes: 0"}) {
      assertTrue(help.contains(word), help);
    }
  }

  @Test
  void theVersionNamesTheLibrariesThatMatter() {
    String version = CommandRun.of("--version").out();

    for (String word : new String[] {"repfuse ", "ONNX Runtime ", "opset ", "picocli ", "Java "}) {
      assertTrue(version.contains(word), version);
    }
    assertFalse(version.contains("${"), version);
    assertFalse(version.contains("?"), version);
  }

  @Test
  void printsACompletionScript() {
    CommandRun run = CommandRun.of("generate-completion");

    assertEquals(ExitCode.DONE, run.exitCode());
    assertTrue(run.out().contains("complete -F _complete_repfuse"), run.out());
    assertTrue(run.out().contains("--no-verify"), run.out());
  }

  @Test
  void anUnknownOptionIsAUsageError() {
    CommandRun run = CommandRun.of("model.onnx", "--faster");

    assertEquals(ExitCode.USAGE, run.exitCode());
    assertTrue(run.err().contains("Unknown option: '--faster'"), run.err());
    assertTrue(run.err().contains("repfuse fuse --help"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void aShapeOrFileThatDoesNotFitIsAUsageError() {
    Path model = SampleModels.write(folder, "model.onnx", SampleModels.TWO_BRANCHES);

    CommandRun shape = CommandRun.of(model, "--shape", "N=many");
    assertEquals(ExitCode.USAGE, shape.exitCode(), shape.err());
    assertTrue(shape.err().contains("'N=many' is no shape"), shape.err());

    CommandRun file = CommandRun.of(model, "--in-process", "--input", folder.resolve("no.npy"));
    assertEquals(ExitCode.USAGE, file.exitCode(), file.err());
    assertTrue(file.err().contains("no.npy: no such file"), file.err());
  }

  @Test
  void aNumberThatIsNoneIsAUsageError() {
    assertEquals(ExitCode.USAGE, CommandRun.of("m.onnx", "--seed", "x").exitCode());
    Path model = SampleModels.write(folder, "model.onnx", SampleModels.TWO_BRANCHES);
    assertEquals(ExitCode.USAGE, CommandRun.of(model, "--tolerance", "-1").exitCode());
    assertEquals(ExitCode.USAGE, CommandRun.of(model, "--tolerance", "NaN").exitCode());
  }
}
