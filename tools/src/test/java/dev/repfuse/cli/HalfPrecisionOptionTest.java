package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.io.ModelFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Folding float16 weights that nearly cancel from the command line, when it is asked for. */
class HalfPrecisionOptionTest {
  /** An identity branch whose statistics lie 400 sigma off zero; real inputs are near 4. */
  static final String FAR_OFF =
      """
      g (float16[1,4,8,8] x) => (float16[1,4,8,8] y)
      <
        float16[4,4,1,1] w ~ normal(1, 0.01), float16[4] s ~ constant(1), float16[4] b ~ normal(2),
        float16[4] m ~ constant(4.1), float16[4] v ~ constant(0.0001)
      >
      {
        [point] a = Conv (x, w)
        [skip] c = BatchNormalization (x, s, b, m, v)
        [sum] y = Add (a, c)
      }
      """;

  private static final String WARNING =
      "warning: |mean|/sigma of BatchNormalization 'skip' is 391;";

  @TempDir Path folder;

  private Path model(String text) {
    return SampleModels.write(folder, "model.onnx", text);
  }

  @Test
  void refusesWithTheBoundUnlessAsked() {
    CommandRun run = CommandRun.of("explain", model(FAR_OFF));

    assertTrue(run.out().contains("is 391, at most 32 is safe in float16; rounding"), run.out());
    assertTrue(run.out().contains("of its spread, for inputs within 4 sigma"), run.out());
    assertFalse(run.out().contains("warning"), run.out());
  }

  @Test
  void foldsAndWarnsWhereAsked() {
    CommandRun run = CommandRun.of(model(FAR_OFF), "--allow-half-precision", "--in-process");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains(WARNING), run.out());
    assertEquals(1, ModelFile.read(folder.resolve("model.fused.onnx")).graph().nodeCount());
  }

  @Test
  void explainsTheWarning() {
    CommandRun run = CommandRun.of("explain", model(FAR_OFF), "--allow-half-precision");

    assertTrue(run.out().contains(WARNING), run.out());
  }

  @Test
  void writesNothingThatTheVerifierFindsDifferent() throws IOException {
    Path inputs = inputsNear(4.1, 0.01);

    CommandRun run =
        CommandRun.of(model(FAR_OFF), "--allow-half-precision", "--in-process", "--input", inputs);

    assertEquals(ExitCode.DIFFERENT, run.code(), run.out());
    assertTrue(run.out().contains(WARNING), run.out());
    assertTrue(run.err().contains("nothing was written"), run.err());
    assertFalse(Files.exists(folder.resolve("model.fused.onnx")));
  }

  @Test
  void jsonNamesTheFiguresOfTheWarning() {
    CommandRun run = CommandRun.of(model(FAR_OFF), "--allow-half-precision", "--dry-run", "--json");

    JsonNode fold = JsonMapper.builder().build().readTree(run.out()).path("passes");
    JsonNode warning = fold.findValue("warning");
    assertEquals("BatchNormalization 'skip'", warning.path("node").asString());
    assertEquals("float16", warning.path("type").asString());
    assertEquals(391, warning.path("condition").asDouble(), 1);
    assertTrue(warning.path("words").asString().contains("rounding to float16"));
    double bound = warning.path("bound").asDouble();
    assertTrue(bound > 0.3 && bound < 0.5, "2 · 391 · 2^-11 and a little: " + warning);
  }

  /** A NumPy file with normal numbers of the model's input. */
  private Path inputsNear(double mean, double sigma) throws IOException {
    String header = "{'descr': '<f2', 'fortran_order': False, 'shape': (1, 4, 8, 8), }";
    ByteBuffer file = ByteBuffer.allocate(128 + 2 * 256).order(ByteOrder.LITTLE_ENDIAN);
    file.put("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) 118);
    file.put(
        (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
    SplittableRandom random = new SplittableRandom(5);
    while (file.hasRemaining()) {
      file.putShort(Float.floatToFloat16((float) (mean + sigma * random.nextGaussian())));
    }
    return Files.write(folder.resolve("x.npy"), file.array());
  }
}
