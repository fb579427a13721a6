package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparing two models from the command line. */
class VerifyCommandTest {
  @TempDir Path folder;

  @Test
  void equalModels() {
    Path a = SampleModels.write(folder, "a.onnx", SampleModels.TWO_BRANCHES);

    CommandRun run = CommandRun.of("verify", a, a, "--in-process", "--shape", "N=2");

    assertEquals(ExitCode.DONE, run.exitCode(), run.out() + run.err());
    assertTrue(run.out().startsWith("✓ equal"), run.out());
  }

  @Test
  void differentModelsPartAtTheFirstValueThatDiffers() {
    Path a = SampleModels.write(folder, "a.onnx", SampleModels.TWO_BRANCHES);
    Path b = SampleModels.write(folder, "b.onnx", SampleModels.OTHER_WEIGHTS);

    CommandRun run = CommandRun.of("verify", a, b, "--in-process");

    assertEquals(ExitCode.DIFFERENT, run.exitCode());
    assertTrue(run.out().startsWith("✗ different"), run.out());
    assertTrue(run.out().contains("they part at 'd'"), run.out());
  }

  @Test
  void quietSaysItWithTheExitCode() {
    Path a = SampleModels.write(folder, "a.onnx", SampleModels.TWO_BRANCHES);
    Path b = SampleModels.write(folder, "b.onnx", SampleModels.OTHER_WEIGHTS);

    CommandRun run = CommandRun.of("verify", a, b, "--in-process", "-q");

    assertEquals(ExitCode.DIFFERENT, run.exitCode());
    assertEquals("", run.out() + run.err());
  }
}
