package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options of {@code prune} that change more than widths; each result replays to the same bytes. */
@Tag("device")
class PruneStructureTest {
  /** A residual block of zeros, then three channels: x's, a constant, one that never opens. */
  private static final String NETWORK =
      """
      g (float[1,2,6,6] x) => (float[1,4,6,6] y)
      <float[5,2,3,3] a ~ normal(1), float[2,5,1,1] z = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
       float[3,2,1,1] v = {1, 2, 0, 0, -3, -4}, float[3] b = {1, 2, -1}, float[4,3,1,1] w ~ normal(2)>
      { c = Conv <pads = [1,1,1,1]> (x, a) r = Relu (c) branch = Conv (r, z) sum = Add (x, branch)
        s = Sigmoid (sum) d = Conv (s, v, b) e = Relu (d) y = Conv (e, w) }
      """;

  @TempDir Path folder;

  private CommandRun prune(String... options) throws IOException {
    Path model = SampleModels.write(folder, "model.onnx", NETWORK);
    CommandRun run = run(model, options);
    assertEquals(ExitCode.DONE, run.code(), run.err());
    Path result = folder.resolve("model.pruned.onnx");
    Path again = folder.resolve("again.onnx");
    Path arch = folder.resolve("model.pruned.arch.json");
    CommandRun replay = run(model, "--arch", arch.toString(), "-o", again.toString());
    assertEquals(ExitCode.DONE, replay.code(), replay.err());
    assertArrayEquals(Files.readAllBytes(result), Files.readAllBytes(again));
    return run;
  }

  private static CommandRun run(Path model, String... options) {
    Object[] all = new Object[options.length + 2];
    all[0] = "prune";
    all[1] = model;
    System.arraycopy(options, 0, all, 2, options.length);
    return CommandRun.of(all);
  }

  @Test
  void constantsGoWithoutAChange() throws IOException {
    String text = prune("--drop-constants").out();
    assertTrue(text.matches("(?s).*channels removed +6\\n.*"), text);
    assertTrue(text.contains("against the original: equal"), text);
  }

  @Test
  void blocksGoWithoutAChange() throws IOException {
    String text = prune("--drop-blocks").out();
    assertTrue(text.matches("(?s).*block removed +sum\\n.*"), text);
    assertTrue(text.contains("against the original: equal"), text);
    assertTrue(Files.readString(folder.resolve("model.pruned.arch.json")).contains("\"sum\""));
  }

  @Test
  void blocksAndThenChannels() throws IOException {
    String text = prune("--drop-blocks", "--ratio", "0.4").out();
    assertTrue(text.contains("block removed"), text);
    assertTrue(text.matches("(?s).*channels removed +1\\n.*"), text);
    assertTrue(text.contains("against the masked original: equal"), text);
  }

  @Test
  void anOutputLosesChannelsIfAllowed() throws IOException {
    String text = prune("--ratio", "0.5", "--allow-output", "y").out();
    assertTrue(text.matches("(?s).*channels removed +5\\n.*"), text);
    assertTrue(
        CommandRun.of("inspect", folder.resolve("model.pruned.onnx")).out().contains("[1,2,6,6]"));
  }

  @Test
  void anUnknownOutputIsRefused() {
    Path model = SampleModels.write(folder, "model.onnx", NETWORK);
    CommandRun run = run(model, "--ratio", "0.5", "--allow-output", "q");
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("'q' is no output of the graph"), run.err());
  }

  @Test
  void theResultIsTimed() throws IOException {
    String text = prune("--drop-blocks", "--benchmark").out();
    assertTrue(text.matches("(?s).*takes \\d\\.\\d{3} \\[.*of the time here: .*"), text);
  }

  @Test
  void widthsSuitAMachine() throws IOException {
    Path model =
        SampleModels.write(
            folder,
            "wide.onnx",
            NETWORK
                .replaceAll("\\[5,2,3,3\\] a", "[40,2,3,3] a")
                .replaceAll("\\[2,5,1,1\\] z = \\{[^}]*\\}", "[2,40,1,1] z ~ normal(9)"));
    String generic = run(model, "--ratio", "0.5", "--round", "auto").out();
    assertTrue(generic.contains("as they come"), generic);
    assertTrue(generic.matches("(?s).*params +\\d+ +\\d+\\n.*"), generic);
    String wide =
        run(model, "--ratio", "0.5", "--round", "auto", "--for", "x86-avx512", "--json").out();
    assertTrue(wide.contains("\"channelsRemoved\" : 24"), wide);
    CommandRun bad = run(model, "--ratio", "0.5", "--round", "often");
    assertTrue(bad.err().contains("--round: 'often' is neither auto nor"), bad.err());
  }
}
