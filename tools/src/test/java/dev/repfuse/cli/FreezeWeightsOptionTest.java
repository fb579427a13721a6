package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.io.ModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folding weights that a caller may override from the command line, when it is asked for. */
class FreezeWeightsOptionTest {
  private static final String OVERRIDABLE =
      """
      g (float[1,2,5,5] x, float[4,2,3,3] w ~ normal(1), float[4] unread = {1, 2, 3, 4})
        => (float[1,4,3,3] y)
      <float[4,1,1] t = {1, 2, 3, 4}>
      { c = Conv (x, w) y = Mul (c, t) }
      """;

  @TempDir Path folder;

  private Path model() {
    return SampleModels.write(folder, "m.onnx", OVERRIDABLE);
  }

  @Test
  void theyStayInputsWithoutIt() {
    CommandRun run = CommandRun.of(model());

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("nothing to fold"), run.out());
    assertFalse(Files.exists(folder.resolve("m.fused.onnx")));
    CommandRun why = CommandRun.of("explain", model());
    assertTrue(why.out().contains("WEIGHT_OVERRIDABLE"), why.out());
  }

  @Test
  void foldsThemWithItAndProvesThat() {
    CommandRun run = CommandRun.of(model(), "--freeze-weights", "--prove", "-v");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("FreezeWeights 2"), run.out());
    assertTrue(run.out().contains("✓ equal"), run.out());
    assertTrue(run.out().contains("proved"), run.out());
    Model result = ModelFile.read(folder.resolve("m.fused.onnx"));
    assertEquals(1, result.graph().nodeCount());
    assertEquals(1, result.graph().inputs().size());
  }
}
