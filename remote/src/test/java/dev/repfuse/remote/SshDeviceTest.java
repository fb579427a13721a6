package dev.repfuse.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.bench.Benchmark;
import dev.repfuse.runtime.bench.Recording;
import dev.repfuse.runtime.device.Device;
import dev.repfuse.runtime.verify.ProgressListener;
import dev.repfuse.runtime.verify.Verdict;
import dev.repfuse.runtime.verify.Verification;
import dev.repfuse.runtime.verify.Verifier;
import dev.repfuse.runtime.verify.VerifyOptions;
import dev.repfuse.testkit.LoopbackSsh;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Models on one machine behind a real server of SSH, as if it were this one. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the server needs a POSIX shell")
@TestInstance(Lifecycle.PER_CLASS)
@Tag("device")
class SshDeviceTest {
  private Bench bench;
  private LoopbackSsh server;
  private Device device;

  @BeforeAll
  void open(@TempDir Path folder) {
    bench = new Bench(folder);
    server = new LoopbackSsh(folder, "");
    List<Double> told = new ArrayList<>();
    device = Devices.open(bench.device(server), told::add);
    assertEquals(1.0, told.getLast());
  }

  @AfterAll
  void nothingIsLeftBehind() {
    device.close();
    assertEquals(List.of(), bench.leftBehind());
    server.close();
  }

  @Test
  void measuresAsHere() {
    Path a = bench.convolution("a.onnx");
    Path b = bench.convolution("b.onnx");
    Recording recording = Benchmark.of(device, List.of(a, b), Bench.SHORT).run(share -> {});

    assertEquals("board", recording.machine().get("device"));
    assertEquals(List.of("a.onnx runs on x[1,3,16,16]"), recording.notes());
    assertEquals(2, recording.models().size());
    assertTrue(recording.models().getFirst().peakBytes().orElse(0) > 0);
  }

  @Test
  void tellsWhereTheTimeGoes() {
    Path a = bench.convolution("a.onnx");
    var profile = Benchmark.of(device, List.of(a), Bench.SHORT).layers(share -> {}).getFirst();
    assertTrue(
        profile.layers().stream().anyMatch(layer -> layer.operator().equals("Conv")),
        profile::toString);
  }

  @Test
  void comparesAsHere() {
    Path a = bench.convolution("a.onnx");
    Path other =
        bench.model("c.onnx", "g (float[N,3,16,16] x) => (float[N,3,16,16] y) { y = Relu (x) }");
    assertTrue(compare(a, a).provesEqual());
    assertTrue(!compare(a, other).provesEqual());
  }

  private Verdict compare(Path original, Path result) {
    try (Verification verification =
        Verifier.on(device, original, VerifyOptions.defaults(), ProgressListener.NONE)) {
      return verification.compareWith(result);
    }
  }

  @Test
  void aCrashOfTheRuntimeIsTold() {
    String message = refusal(bench.crashing());
    assertTrue(message.contains("on board, ONNX Runtime crashed (SIGFPE"), message);
    assertTrue(compare(bench.crashing(), bench.crashing()).words().contains("SIGFPE"));
  }

  @Test
  void aModelThatCannotRunIsNamedAsHere() {
    Path broken =
        bench.model(
            "broken.onnx",
            "g (float[1,2] x) => (float[A,B] y) <float[3,3] w ~ normal(1)> { y = MatMul (x, w) }");
    String message = refusal(broken);
    assertTrue(message.contains(broken.toString()), message);
  }

  private String refusal(Path model) {
    Benchmark benchmark = Benchmark.of(device, List.of(model), Bench.SHORT);
    String message =
        String.valueOf(
            assertThrows(DataException.class, () -> benchmark.times(share -> {})).getMessage());
    assertEquals(1, message.lines().count(), message);
    return message;
  }
}
