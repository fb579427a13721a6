package dev.repfuse.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.bench.Instructions;
import dev.repfuse.runtime.device.Device;
import dev.repfuse.runtime.verify.ProgressListener;
import dev.repfuse.runtime.verify.Verdict;
import dev.repfuse.runtime.verify.Verification;
import dev.repfuse.runtime.verify.Verifier;
import dev.repfuse.runtime.verify.VerifyOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs for aarch64 in QEMU, where it, a C library and a Java for that are installed. */
@Tag("device")
class EmulatorTest {
  private static final Path JAVA = Path.of(System.getProperty("repfuse.aarch64.java", "none"));

  @TempDir private Path folder;
  private Bench bench;
  private DeviceSettings arm;

  @BeforeEach
  void start() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/qemu-aarch64-static"))
            && Files.exists(Path.of("/usr/aarch64-linux-gnu/lib/libstdc++.so.6")),
        "needs Debian's qemu-user-static and libstdc++6-arm64-cross");
    assumeTrue(
        Files.exists(JAVA.resolve("bin/java")),
        "needs a Java for aarch64 in the folder that repfuse.aarch64.java names");
    bench = new Bench(folder);
    arm =
        new DeviceSettings(
            "arm",
            new Address.Emulated("aarch64"),
            Optional.of(JAVA),
            Optional.empty(),
            Optional.empty(),
            Optional.of(bench.target().toString()),
            Optional.empty(),
            Optional.empty());
  }

  @Test
  void comparesTheNumbersOfAnotherProcessor() {
    Path model = bench.convolution("a.onnx");
    Path off =
        bench.model(
            "off.onnx",
            "g (float[N,3,16,16] x) => (float[N,8,16,16] y) <float[8,3,3,3] w ~ normal(1)>"
                + " { c = Conv <pads = [1,1,1,1]> (x, w) y = Relu (c) }");
    try (Device device = Devices.open(arm, share -> {})) {
      assertTrue(device.isEmulated());
      assertTrue(compare(device, model, model).provesEqual());
      assertTrue(!compare(device, model, off).provesEqual());
    }
    assertEquals(List.of(), bench.leftBehind());
  }

  private static Verdict compare(Device device, Path original, Path result) {
    try (Verification verification =
        Verifier.on(device, original, VerifyOptions.defaults(), ProgressListener.NONE)) {
      return verification.compareWith(result);
    }
  }

  @Test
  void countsInstructions() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/qemu-aarch64")), "needs Debian's qemu-user");
    Path one = chain("one.onnx", 2);
    Path two = chain("two.onnx", 4);
    try (Device device = Devices.open(arm, share -> {})) {
      List<Long> counts = Instructions.perRun(device, List.of(one, two), Bench.SHORT, share -> {});
      assertEquals(2, (double) counts.get(1) / counts.get(0), 0.2, counts::toString);
    }
    assertEquals(List.of(), bench.leftBehind());
  }

  /** Layers of nearly six million multiply-accumulates each. */
  private Path chain(String name, int layers) {
    StringBuilder nodes = new StringBuilder();
    for (int i = 0; i < layers; i++) {
      nodes.append("v%d = Conv <pads = [1,1,1,1]> (v%d, w) ".formatted(i + 1, i));
    }
    return bench.model(
        name,
        "g (float[1,32,25,25] v0) => (float[1,32,25,25] v%d) <float[32,32,3,3] w ~ normal(1)> { %s }"
            .formatted(layers, nodes));
  }

  @Test
  void saysWhatIsMissing() {
    DeviceSettings rootless =
        new DeviceSettings(
            "arm",
            arm.address(),
            arm.java(),
            arm.key(),
            arm.knownHosts(),
            arm.folder(),
            arm.libraries(),
            Optional.of(folder));
    String message =
        String.valueOf(
            assertThrows(DataException.class, () -> Devices.open(rootless, share -> {}).close())
                .getMessage());
    assertTrue(message.startsWith("arm needs a C library for its processor"), message);
  }
}
