package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.latency.LatencyFile;
import dev.repfuse.latency.LatencyTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** From a network to a table of its layers, to a narrower network that meets a latency. */
class MeasureCommandTest {
  private static final String NETWORK =
      """
      g (float[1,16,20,20] x) => (float[1,10] y)
      <float[32,16,3,3] a ~ normal(1), float[32,1,3,3] d ~ normal(2), float[48,32,1,1] b ~ normal(3),
       float[48,10] f ~ normal(4)>
      { c = Conv <pads = [1,1,1,1]> (x, a) r = Relu (c)
        e = Conv <group = 32, pads = [1,1,1,1]> (r, d) h = Conv (e, b) s = Relu (h)
        p = GlobalAveragePool (s) q = Flatten (p) y = MatMul (q, f) }
      """;

  @TempDir Path folder;

  @Test
  void aTableServesPredictionsAndBudgets() throws IOException {
    Path model = SampleModels.write(folder, "model.onnx", NETWORK);
    Path file = folder.resolve("table.json");
    CommandRun measured =
        CommandRun.of("measure", model, "-o", file, "--seconds", "1", "--steps", "2");
    assertEquals(ExitCode.DONE, measured.code(), measured.err());
    assertTrue(measured.out().contains("4 kinds of layers at"), measured.out());
    LatencyTable table = LatencyFile.read(file);
    assertEquals(1, table.networks().size());

    CommandRun predicted = CommandRun.of("predict", model, "--table", file, "--json");
    double latency = JsonMapper.shared().readTree(predicted.out()).get("latency").doubleValue();
    LatencyTable.Whole whole = table.networks().values().iterator().next();
    double least = Math.min(whole.nanoseconds(), whole.layers()) / 1e9;
    double most = Math.max(whole.nanoseconds(), whole.layers()) / 1e9;
    assertTrue(latency > 0.99 * least && latency < 1.01 * most, latency + ": " + whole);

    String limit = (latency * 1e6 * 0.8) + "us";
    CommandRun pruned = CommandRun.of("prune", model, "--latency", limit, "--table", file);
    assertEquals(ExitCode.DONE, pruned.code(), pruned.err());
    CommandRun after =
        CommandRun.of("predict", folder.resolve("model.pruned.onnx"), "--table", file, "--json");
    double less = JsonMapper.shared().readTree(after.out()).get("latency").doubleValue();
    assertTrue(less <= 0.8 * latency && less > 0.3 * latency, less + " of " + latency);

    Path share = folder.resolve("share.onnx");
    CommandRun again =
        CommandRun.of("prune", model, "--latency", "80%", "--table", file, "-o", share);
    assertEquals(ExitCode.DONE, again.code(), again.err());
    CommandRun same = CommandRun.of("predict", share, "--table", file, "--json");
    assertEquals(
        less, JsonMapper.shared().readTree(same.out()).get("latency").doubleValue(), 0.2 * less);
  }

  @Test
  void anArchitectureNamesTheTable() throws IOException {
    Path model = SampleModels.write(folder, "model.onnx", NETWORK);
    Files.writeString(
        folder.resolve("table.json"),
        """
        {"format":"repfuse-latency","version":1,"name":"made up","threads":1,"layers":[
        {"operator":"Conv","kernel":[3,3],"strides":[1,1],"pads":[1,1,1,1],"dilations":[1,1],
         "group":1,"extents":[20,20],"times":[[16,32,1000000]]}]}
        """);
    Path arch =
        Files.writeString(
            folder.resolve("arch.json"),
            """
            {"format":"repfuse-arch","version":1,
             "budget":{"latency":{"milliseconds":0.5,"table":"table.json"}}}
            """);
    CommandRun run = CommandRun.of("prune", model, "--arch", arch, "--json");
    assertEquals(ExitCode.DONE, run.code(), run.err());
    assertTrue(run.out().contains("\"channelsRemoved\" : 16"), run.out());
    Files.writeString(arch, Files.readString(arch).replace("0.5", "0.00001"));
    CommandRun never = CommandRun.of("prune", model, "--arch", arch, "--overwrite");
    assertEquals(ExitCode.USAGE, never.code());
    assertTrue(
        never.err().contains("'/budget/latency' cannot be met: it costs 0.031 ms in its layers"),
        never.err());
  }

  @Test
  void aLatencyNeedsATable() {
    Path model = SampleModels.write(folder, "model.onnx", NETWORK);
    CommandRun run = CommandRun.of("prune", model, "--latency", "1ms");
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("--latency needs --table"), run.err());
  }
}
