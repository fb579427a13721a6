package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.Project;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparing two models from the command line. */
final class VerifyCommandTest {
  private static final Path MODEL = Project.model("blocks/repvgg_keepbn");

  @Test
  void findsAModelEqualToItself() {
    CommandRun run = CommandRun.of("verify", MODEL, MODEL, "--in-process", "--samples", 1);

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().startsWith("✓ equal: largest error 0 "), run.out());
  }

  @Test
  void tellsWhereTwoModelsPart() {
    CommandRun run =
        CommandRun.of("verify", MODEL, Project.model("blocks/mobileone_dw_keepbn"), "--in-process");

    assertEquals(ExitCode.DIFFERENT, run.code(), run.err());
    assertTrue(run.out().startsWith("✗ different: output 'y'"), run.out());
    assertTrue(run.out().contains("they part at "), run.out());
  }

  @Test
  void refusesShapesThatDoNotFit() {
    CommandRun run = CommandRun.of("verify", MODEL, MODEL, "--in-process", "--shape", "batch=2");

    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("'batch'"), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void refusesDataThatIsMissing() {
    CommandRun run = CommandRun.of("verify", MODEL, MODEL, "--in-process", "--input", "no.npz");

    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("no.npz: no such file"), run.err());
  }

  @Test
  void refusesANegativeTolerance() {
    CommandRun run = CommandRun.of("verify", MODEL, MODEL, "--tolerance", "-1");

    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("--tolerance"), run.err());
  }

  @Test
  void quietSaysItWithTheExitCode() {
    CommandRun run =
        CommandRun.of(
            "verify", MODEL, Project.model("blocks/mobileone_dw_keepbn"), "--in-process", "-q");

    assertEquals(new CommandRun(ExitCode.DIFFERENT, "", ""), run);
  }

  @Test
  void provesThatAFoldIsTheSameFunction(@TempDir Path folder) {
    Path model = SampleModels.write(folder, "model.onnx", SampleModels.TWO_BRANCHES);
    CommandRun.of(model, "--no-verify");

    CommandRun run =
        CommandRun.of(
            "verify", model, folder.resolve("model.fused.onnx"), "--prove", "--in-process");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().startsWith("✓ proved: 1 region within "), run.out());
    assertTrue(run.out().contains("✓ equal"), run.out());
  }

  @Test
  void showsTheImpulseOnWhichTwoModelsDiffer(@TempDir Path folder) {
    Path model = SampleModels.write(folder, "model.onnx", SampleModels.TWO_BRANCHES);
    Path other = SampleModels.write(folder, "other.onnx", SampleModels.OTHER_WEIGHTS);

    CommandRun run =
        CommandRun.of("verify", model, other, "--prove", "--in-process", "--tolerance", "100");

    assertEquals(ExitCode.DIFFERENT, run.code(), run.err());
    assertTrue(run.out().startsWith("✗ refuted: 'd': 1 at [0, 0, 0, 0] of 'x'"), run.out());
  }
}
