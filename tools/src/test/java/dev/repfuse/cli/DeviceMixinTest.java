package dev.repfuse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.testkit.LoopbackSsh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commands that run models on a machine behind a real server of SSH. */
@Tag("device")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the server needs a POSIX shell")
class DeviceMixinTest {
  private static final String NETWORK =
      "g (float[N,3,16,16] x) => (float[N,8,16,16] y) <float[8,3,3,3] w ~ normal(1)>"
          + " { c = Conv <pads = [1,1,1,1]> (x, w) y = Relu (c) }";

  @TempDir Path folder;
  private LoopbackSsh server;
  private Path targets;
  private Path there;

  @BeforeEach
  void start() throws IOException {
    server = new LoopbackSsh(folder, "");
    there = Files.createDirectory(folder.resolve("there"));
    targets =
        Files.writeString(
            folder.resolve("targets.json"),
            """
            {"format": "repfuse-targets", "version": 1, "targets": [
              {"name": "board", "address": "ssh://pi@127.0.0.1:%d", "key": "id_ed25519",
               "knownHosts": "known_hosts", "folder": "%s"}]}
            """
                .formatted(server.port(), there));
  }

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    try (Stream<Path> left = Files.list(there)) {
      assertEquals(List.of(), left.toList());
    }
    server.close();
  }

  @Test
  void benchmarkMeasureAndVerifyRunThere() {
    Path a = SampleModels.write(folder, "a.onnx", NETWORK);
    CommandRun benchmark =
        CommandRun.of(
            "benchmark", a, a, "--seconds", "0.3", "--target", "board", "--targets", targets);
    assertEquals(ExitCode.DONE, benchmark.code(), benchmark.err());
    assertTrue(benchmark.out().contains("device: board"), benchmark.out());

    Path table = folder.resolve("board.json");
    CommandRun measure =
        CommandRun.of(
            "measure",
            a,
            "-o",
            table,
            "--seconds",
            "0.3",
            "--steps",
            "1",
            "--target",
            "board",
            "--targets",
            targets);
    assertEquals(ExitCode.DONE, measure.code(), measure.err());
    assertTrue(Files.exists(table));

    CommandRun verify = CommandRun.of("verify", a, a, "--target", "board", "--targets", targets);
    assertEquals(ExitCode.DONE, verify.code(), verify.err());
    assertTrue(verify.out().contains("✓ equal"), verify.out());
  }

  @Test
  void whatFailsIsOneLine() {
    Path a = SampleModels.write(folder, "a.onnx", NETWORK);
    refused("there is no device 'bord'", "verify", a, a, "--target", "bord", "--targets", targets);
    refused("is no device; there are local, ssh:", "benchmark", a, "--target", "ssh://pi@:x@board");
    refused(
        folder.resolve("jdk") + " is no Java",
        "benchmark",
        a,
        "--target",
        "board",
        "--targets",
        targets,
        "--java",
        folder.resolve("jdk"));
  }

  private static void refused(String message, Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(ExitCode.USAGE, run.code(), run.out());
    assertTrue(run.err().contains(message), run.err());
    assertEquals(1, run.err().strip().lines().count(), run.err());
  }
}
