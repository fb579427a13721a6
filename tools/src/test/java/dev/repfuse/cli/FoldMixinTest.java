package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.TargetFile;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.pass.cost.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a model is folded, from the command line: for which machine, with how many threads. */
class FoldMixinTest {
  @TempDir Path folder;

  private Path model(String text) {
    return SampleModels.write(folder, "model.onnx", text);
  }

  @Test
  void weighsCostsOnANamedMachine() {
    Path model = model(SampleModels.TWO_BRANCHES);

    CommandRun run = CommandRun.of("explain", model, "--for", "arm64");

    assertTrue(run.out().startsWith("Folded (costs as on a machine 'arm64'):"), run.out());
    assertTrue(run.out().contains("chosen: 4 nodes from 'x', "), run.out());
    CommandRun help = CommandRun.of("fuse", "--help");
    for (Target target : Target.ALL) {
      assertTrue(help.out().contains(target.name()), help.out());
    }
  }

  @Test
  void anUnknownMachineIsAUsageErrorThatListsTheMachines() {
    Path model = model(SampleModels.RELU);

    CommandRun unknown = CommandRun.of(model, "--for", "riscv");
    assertEquals(ExitCode.USAGE, unknown.code());
    assertTrue(
        unknown
            .err()
            .contains(
                "there is no machine 'riscv'; it takes generic, x86-avx2, x86-avx512, arm64, or a file"),
        unknown.err());
    CommandRun table = CommandRun.of(model, "--for", "mine.json");
    assertEquals(ExitCode.USAGE, table.code());
    assertEquals("repfuse: mine.json: there is no such file\n", table.err());
  }

  @Test
  void weighsCostsWithMeasuredFigures() {
    Path model = model(SampleModels.TWO_BRANCHES);
    Path figures = folder.resolve("board.json");
    TargetFile.write(new Target("my board", 1, 1, 1, 1, 1e6, 8), Map.of("by", "hand"), figures);

    CommandRun run = CommandRun.of("explain", model, "--for", figures);
    assertTrue(run.out().startsWith("Folded (costs as on a machine 'my board'):"), run.out());
    CommandRun explained = CommandRun.of(model, "--dry-run", "--explain", "--for", figures);
    assertTrue(explained.out().contains("(costs as on a machine 'my board')"), explained.out());
    CommandRun json = CommandRun.of(model, "--dry-run", "--json", "--for", figures);
    assertTrue(json.out().contains("\"target\" : \"my board\""), json.out());
  }

  @Test
  void weighsCostsByALatencyTable() throws IOException {
    Path model =
        model(
            "g (float[N,8,8,8] x) => (float[N,8,8,8] y)"
                + " <float[16,8,1,1] v ~ normal(1), float[8,16,3,3] w ~ normal(2)>"
                + " { a = Conv (x, v) [last] y = Conv <pads = [1,1,1,1]> (a, w) }");
    Path table = folder.resolve("table.json");
    Files.writeString(
        table,
        """
        { "format": "repfuse-latency", "version": 1, "name": "my board", "threads": 1, "layers": [
          { "operator": "Conv", "kernel": [1, 1], "strides": [1, 1], "pads": [0, 0, 0, 0],
            "dilations": [1, 1], "group": 1, "extents": [8, 8], "times": [[8, 16, 500]] },
          { "operator": "Conv", "kernel": [3, 3], "strides": [1, 1], "pads": [1, 1, 1, 1],
            "dilations": [1, 1], "group": 1, "extents": [8, 8],
            "times": [[16, 8, 2000], [8, 8, 9000]] } ] }
        """);

    CommandRun generic = CommandRun.of("explain", model);
    assertTrue(generic.out().contains("2 nodes from 'x', 19.6 → 9.4 µs, "), generic.out());
    CommandRun measured = CommandRun.of("explain", model, "--for", table);
    assertTrue(measured.out().startsWith("Folded (costs as on a machine 'my board'):\n  nothing"));
    assertTrue(
        measured.out().contains("Conv 'last': one convolution would not be faster [COST]"),
        measured.out());
    assertTrue(
        measured.out().contains("rejected: 2 nodes from 'x', 2.5 → 9.0 µs as measured, "),
        measured.out());
    CommandRun json = CommandRun.of("explain", model, "--json", "--for", table);
    assertTrue(json.out().contains("\"measured\" : true"), json.out());
  }

  @Test
  void keepsAnIdentityBranchWhereAsked() {
    Path model = model(SampleModels.SKIP);

    CommandRun folded = CommandRun.of(model, "--in-process", "-o", folder.resolve("a.onnx"));
    assertEquals(ExitCode.DONE, folded.code(), folded.err());
    assertEquals(1, ModelFile.read(folder.resolve("a.onnx")).graph().nodeCount());

    CommandRun kept =
        CommandRun.of(
            model, "--keep-identity-residual", "--in-process", "-o", folder.resolve("b.onnx"));
    assertEquals(ExitCode.DONE, kept.code(), kept.err());
    assertEquals(
        List.of("Conv", "Add"),
        ModelFile.read(folder.resolve("b.onnx")).graph().nodeList().stream()
            .map(node -> node.opType())
            .toList());
    assertTrue(kept.out().contains("the identity branch has to stay"), kept.out());
  }

  @Test
  void anyNumberOfThreadsGivesTheSameFile() throws IOException {
    String wide =
        SampleModels.TWO_BRANCHES
            .replace("[4,3,", "[512,256,")
            .replace("[4]", "[512]")
            .replace("[N,3,", "[N,256,")
            .replace("[N,4,", "[N,512,");
    Path model = model(wide);
    Path alone = folder.resolve("1.onnx");
    assertEquals(
        ExitCode.DONE, CommandRun.of(model, "--no-verify", "--threads", "1", "-o", alone).code());
    for (int threads : new int[] {2, 3, 8}) {
      Path output = folder.resolve(threads + ".onnx");
      CommandRun run = CommandRun.of(model, "--no-verify", "--threads", threads, "-o", output);
      assertEquals(ExitCode.DONE, run.code(), run.err());
      assertEquals(-1, Files.mismatch(alone, output), threads + " threads");
    }
  }

  @Test
  void threadsAreAtLeastOne() {
    CommandRun run = CommandRun.of(model(SampleModels.TWO_BRANCHES), "--threads", "0");

    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("--threads: 0 is not between 1 and 1024"), run.err());
  }
}
