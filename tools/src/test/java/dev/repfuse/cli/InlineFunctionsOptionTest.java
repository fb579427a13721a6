package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.io.ModelFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folding across functions from the command line, when it is asked for. */
class InlineFunctionsOptionTest {
  private static final String TWO_FUNCTIONS =
      """
      <ir_version: 9, opset_import: ["" : 17, "local" : 1]>
      g (float[1,2,5,5] x) => (float[1,2,5,5] y)
      { a = local.Product (x) y = local.Norm (a) }
      <domain: "local", opset_import: ["" : 17]>
      Product (x) => (y) {
        w = Constant <value = float[2,2,1,1] {1, 2, 3, 4}> ()
        y = Conv (x, w) }
      <domain: "local", opset_import: ["" : 17]>
      Norm <eps: float = 0.001> (x) => (y) {
        s = Constant <value = float[2] {1.5, -0.5}> ()
        v = Constant <value = float[2] {1, 2}> ()
        y = BatchNormalization <epsilon: float = @eps> (x, s, s, s, v) }
      """;

  @TempDir Path folder;

  @Test
  void functionsStayWithoutIt() {
    CommandRun run = CommandRun.of(SampleModels.write(folder, "m.onnx", TWO_FUNCTIONS));

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("nothing to fold"), run.out());
  }

  @Test
  void foldsAcrossThemWithIt() {
    CommandRun run =
        CommandRun.of(
            SampleModels.write(folder, "m.onnx", TWO_FUNCTIONS), "--inline-functions", "-v");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("InlineFunctions 2 (3 nodes more)"), run.out());
    assertTrue(run.out().contains("✓ equal"), run.out());
    Model result = ModelFile.read(folder.resolve("m.fused.onnx"));
    assertEquals(1, result.graph().nodeCount());
    assertEquals(0, result.functions().size());
  }

  @Test
  void explainsACallThatStays() {
    String text = TWO_FUNCTIONS.replaceFirst("\"\" : 17\\]>\nNorm", "\"\" : 16]>\nNorm");
    CommandRun run =
        CommandRun.of("explain", SampleModels.write(folder, "m.onnx", text), "--inline-functions");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(
        run.out().contains("local.Norm 'y': a function is not put in the place of its call"),
        run.out());
    assertTrue(run.out().contains("NOT_INLINED"), run.out());
  }
}
