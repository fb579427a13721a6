package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.io.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dense heads from the command line: what is written, what is told, what is refused. */
class AdaptCommandTest {
  private static final String HEAD =
      """
      g (float[N,3,6,6] x) => (float[N,2] y)
      <float[8,3,3,3] k ~ normal(1), float[5,8] w ~ normal(2), float[5] b ~ normal(3),
       float[5,2] v ~ normal(4)>
      { c = Conv (x, k) p = GlobalAveragePool (c) f = Flatten (p)
        [first] a = Gemm <transB = 1> (f, w, b) r = Relu (a) [last] y = Gemm (r, v) }
      """;

  private static final String TWO_HEADS =
      HEAD.replace("(float[N,2] y)", "(float[N,2] y, float[N,5] z)").replace("}", "z = Neg (a) }");

  /** Large numbers that cancel: what is rounded once for the mean is rounded at each position. */
  private static final String CANCELLING =
      HEAD.replace("b ~ normal(3)", "b ~ constant(100000), float[5] d ~ constant(100000)")
          .replace("r = Relu (a)", "r = Sub (a, d)");

  @TempDir Path folder;

  private CommandRun adapt(String text, String... options) {
    Object[] all = new Object[options.length + 2];
    all[0] = "adapt";
    all[1] = SampleModels.write(folder, "model.onnx", text);
    System.arraycopy(options, 0, all, 2, options.length);
    return CommandRun.of(all);
  }

  private List<String> outputs(String file) {
    return ModelFile.read(folder.resolve(file)).graph().outputs().stream()
        .map(output -> output.value().name() + output.info().type().tensorShape().orElseThrow())
        .toList();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFurtherOutputIsVerifiedAndWritten() throws IOException {
    CommandRun run = adapt(HEAD);

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("Linear, Relu, Linear"), run.out());
    assertTrue(run.out().contains("'y_dense' beside 'y'"), run.out());
    assertTrue(run.out().contains("mean of the map against the original: equal"), run.out());
    assertEquals(List.of("y[N,2]", "y_dense[N,2,4,4]"), outputs("model.adapted.onnx"));
    assertEquals(List.of("model.adapted.onnx", "model.onnx"), files());
  }

  @Test
  void theDenseMapMayReplaceTheOutput() {
    CommandRun run =
        adapt(HEAD, "--replace", "-o", folder.resolve("dense.onnx").toString(), "--in-process");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("'y_dense' replaces 'y'"), run.out());
    assertEquals(List.of("y_dense[N,2,4,4]"), outputs("dense.onnx"));
  }

  @Test
  void oneOfSeveralHeadsIsNamed() {
    CommandRun run = adapt(TWO_HEADS.replace("Neg (a)", "Relu (a)"));
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(
        run.err().contains("outputs 'y', 'z' each end a head; --output says which"), run.err());

    CommandRun named = adapt(TWO_HEADS.replace("Neg (a)", "Relu (a)"), "--output", "z");
    assertEquals(ExitCode.DONE, named.code(), named.err());
    assertEquals(List.of("y[N,2]", "z[N,5]", "z_dense[N,5,4,4]"), outputs("model.adapted.onnx"));

    CommandRun other = adapt(TWO_HEADS, "--output", "q");
    assertTrue(other.err().contains("model.onnx: 'q' is no output of the graph"), other.err());
  }

  @Test
  void theOnlyHeadNeedsNoName() {
    CommandRun run = adapt(TWO_HEADS);
    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertEquals(List.of("y[N,2]", "z[N,5]", "y_dense[N,2,4,4]"), outputs("model.adapted.onnx"));
  }

  @Test
  void whatIsNotExactIsRefusedInOneLine() throws IOException {
    CommandRun run = adapt(HEAD.replace("r = Relu", "[gate] r = Tanh"));

    assertEquals(ExitCode.USAGE, run.code());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains("model.onnx: output 'y': Tanh 'gate' is neither"), run.err());
    assertEquals(List.of("model.onnx"), files());
  }

  @Test
  void nothingIsWrittenIfTheMeanDiffers() throws IOException {
    CommandRun run = adapt(CANCELLING);

    assertEquals(ExitCode.DIFFERENT, run.code(), run.out());
    assertTrue(run.err().contains("nothing was written"), run.err());
    assertEquals(List.of("model.onnx"), files());
  }

  @Test
  void onlyItsOwnResultsAreReplaced() throws IOException {
    Path target = folder.resolve("model.adapted.onnx");
    Files.writeString(target, "mine");
    CommandRun refused = adapt(HEAD);
    assertEquals(ExitCode.USAGE, refused.code());
    assertTrue(refused.err().contains("--overwrite replaces it"), refused.err());
    assertEquals("mine", Files.readString(target));

    assertEquals(ExitCode.DONE, adapt(HEAD, "--overwrite", "--no-verify").code());
    byte[] first = Files.readAllBytes(target);
    assertEquals(ExitCode.DONE, adapt(HEAD, "--no-verify").code());
    assertArrayEquals(first, Files.readAllBytes(target));
  }

  @Test
  void tellsScripts() {
    CommandRun run = adapt(HEAD, "--json", "--in-process");

    assertEquals(ExitCode.DONE, run.code(), run.err());
    for (String field :
        List.of(
            "\"command\" : \"adapt\"",
            "\"output\" : \"y\"",
            "\"dense\" : \"y_dense\"",
            "\"replaced\" : false",
            "\"layers\" : [ \"Linear\", \"Relu\", \"Linear\" ]",
            "\"verdict\" : \"equal\"")) {
      assertTrue(run.out().contains(field), () -> field + " is not in " + run.out());
    }
    assertFalse(run.out().contains("endsBefore"), run.out());
    assertEquals("", adapt(HEAD, "-q", "--in-process").out());
  }
}
