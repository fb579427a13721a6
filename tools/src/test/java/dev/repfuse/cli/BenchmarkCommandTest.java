package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.report.LayerText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Timing from the command line: what is said, what is refused. */
@Tag("device")
class BenchmarkCommandTest {
  private static final String NETWORK =
      "g (float[N,3,16,16] x) => (float[N,8,16,16] y) <float[8,3,3,3] w ~ normal(1)>"
          + " { y = Conv <pads = [1,1,1,1]> (x, w) }";

  @TempDir Path folder;

  private CommandRun run(String... options) {
    Path a = SampleModels.write(folder, "a.onnx", NETWORK);
    Path b = SampleModels.write(folder, "b.onnx", NETWORK);
    Object[] all = new Object[options.length + 3];
    all[0] = "benchmark";
    all[1] = a;
    all[2] = b;
    System.arraycopy(options, 0, all, 3, options.length);
    return CommandRun.of(all);
  }

  @Test
  void comparesWithTheFirst() {
    CommandRun run = run("--seconds", "0.5", "--threads", "2");
    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().matches("(?s).*b\\.onnx takes \\d\\.\\d{3} \\[.*a\\.onnx: .*"), run.out());
    assertTrue(run.out().contains("a.onnx runs on x[1,3,16,16]"), run.out());
    assertTrue(run.out().contains("2 threads"), run.out());
  }

  @Test
  void givesNumbersToAScript() throws IOException {
    Path raw = folder.resolve("raw.csv");
    CommandRun run = run("--seconds", "0.3", "--batch", "2", "--json", "--raw", raw.toString());
    JsonNode document = JsonMapper.shared().readTree(run.out());
    assertEquals("benchmark", document.get("command").stringValue());
    JsonNode second = document.get("models").get(1);
    assertEquals(2, second.get("batch").intValue());
    JsonNode ratio = second.get("comparedWithFirst");
    assertTrue(ratio.get("low").doubleValue() <= ratio.get("ratio").doubleValue());
    assertTrue(second.get("p50").doubleValue() > 0);
    long lines = Files.readAllLines(raw).size();
    assertEquals(1 + 2L * document.get("rounds").intValue(), lines);
  }

  @Test
  void countsWeightsInFilesOfTheirOwn() throws IOException {
    Files.write(folder.resolve("w.bin"), new byte[4 * 4096]);
    Path model = folder.resolve("external.onnx");
    String text =
        "g (float[N,64] x) => (float[N,64] y) <float[64,64] w = [\"location\": \"w.bin\"]>"
            + " { y = MatMul (x, w) }";
    ModelFile.write(ModelText.parse(text, folder), model);
    CommandRun run = CommandRun.of("benchmark", model, "--seconds", "0.1", "--json");
    int bytes =
        JsonMapper.shared().readTree(run.out()).get("models").get(0).get("bytes").intValue();
    assertTrue(bytes > 4 * 4096 && Files.size(model) < 500, run.out());
  }

  @Test
  void tellsWhereTheTimeGoes() {
    CommandRun run = run("--seconds", "0.2", "--layers=1");
    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().matches("(?s).*by operator +a\\.onnx +b\\.onnx\n.*"), run.out());
    assertTrue(run.out().matches("(?s).*\nConv +1 +[\\d.]+ \\S+ +[\\d.]+% +1 .*"), run.out());
    assertTrue(
        run.out().matches("(?s).*\nall nodes .*\na profiled run .*\na timed run .*"), run.out());
    assertTrue(run.out().contains("the slowest 1 of "), run.out());
    assertTrue(run.out().contains(LayerText.NOTE), run.out());
  }

  @Test
  void layersAreNumbersToo() {
    Path model = SampleModels.write(folder, "model.onnx", SampleModels.TWO_BRANCHES);
    Path fused = folder.resolve("fused.onnx");
    assertEquals(ExitCode.DONE, CommandRun.of("fuse", model, "-o", fused, "--no-verify").code());
    CommandRun run =
        CommandRun.of("benchmark", "--layers", model, fused, "--seconds", "0.2", "--json");
    JsonNode document = JsonMapper.shared().readTree(run.out());
    JsonNode profile = document.get("models").get(1).get("profile");
    assertTrue(profile.get("runs").intValue() >= 12, run.out());
    assertTrue(profile.get("nodes").doubleValue() < profile.get("run").doubleValue(), run.out());
    JsonNode both =
        document.get("layers").values().stream()
            .filter(layer -> layer.get("times").size() == 2)
            .findFirst()
            .orElseThrow(() -> new AssertionError(run.out()));
    assertTrue(both.get("times").get(1).get("seconds").doubleValue() > 0, run.out());
    assertTrue(both.has("value"), run.out());
  }

  @Test
  void refusesWhatMeansNothing() {
    refused(
        "--session-option: 'session.intra_op.allow_spining=1'",
        "--session-option",
        "session.intra_op.allow_spining=1");
    refused("--until: 'soon' is no percentage", "--until", "soon");
    refused("--provider: there is no 'gpu'; there are cpu, xnnpack", "--provider", "gpu");
    refused("--threads: 0 is not between 1", "--threads", "0");
    refused("this build of ONNX Runtime has no provider cuda; it has cpu", "--provider", "cuda");
    refused("there is no such input and no such dimension", "--shape", "q=3");
  }

  private void refused(String message, String... options) {
    CommandRun run = run(options);
    assertEquals(ExitCode.USAGE, run.code(), run.out());
    assertTrue(run.err().contains(message), run.err());
    assertEquals(1, run.err().strip().lines().count(), run.err());
  }

  @Test
  void takesOptionsOfTheRuntime() {
    CommandRun run = run("--seconds", "0.2", "--session-option", "session.set_denormal_as_zero=1");
    assertEquals(ExitCode.DONE, run.code(), run.err());
  }

  @Test
  void namesAFileThatIsNotThere() {
    CommandRun run = CommandRun.of("benchmark", folder.resolve("none.onnx"));
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("none.onnx: there is no such file"), run.err());
  }
}
