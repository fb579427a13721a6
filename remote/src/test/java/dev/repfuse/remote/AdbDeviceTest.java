package dev.repfuse.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.bench.Benchmark;
import dev.repfuse.runtime.bench.Recording;
import dev.repfuse.runtime.device.Device;
import dev.repfuse.testkit.LoopbackAdb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Models on a device that speaks the protocol of adb and has this machine's shell. */
@Tag("device")
@EnabledOnOs(value = OS.LINUX, disabledReason = "the device's programs are this machine's")
@Isolated("sets the home folder")
class AdbDeviceTest {
  @TempDir private Path folder;
  private final String home = System.getProperty("user.home");
  private Bench bench;
  private LoopbackAdb daemon;

  @BeforeEach
  void start() {
    System.setProperty("user.home", folder.toString()); // where adb keeps its keys
    bench = new Bench(folder);
    daemon = new LoopbackAdb();
  }

  @AfterEach
  void nothingIsLeftBehind() {
    System.setProperty("user.home", home);
    assertEquals(List.of(), bench.leftBehind());
    daemon.close();
  }

  private DeviceSettings phone(Optional<Path> java, Optional<Path> libraries) {
    return new DeviceSettings(
        "phone",
        new Address.Adb(daemon.serial()),
        java,
        Optional.empty(),
        Optional.empty(),
        Optional.of(bench.target().toString()),
        libraries,
        Optional.empty());
  }

  /** The libraries that a user would take out of an archive for Android. */
  private Path libraries() throws IOException {
    Path libraries = Files.createDirectory(folder.resolve("libraries"));
    for (String name : List.of("libonnxruntime.so", "libonnxruntime4j_jni.so")) {
      RunnerJar.writeLibrary(Platform.LINUX_X64, name, libraries.resolve(name));
    }
    return libraries;
  }

  @Test
  void measuresAsHere() throws IOException {
    try (Device device =
        Devices.open(phone(Optional.of(Bench.IMAGE), Optional.of(libraries())), share -> {})) {
      Path model = bench.convolution("a.onnx");
      Recording recording =
          Benchmark.of(device, List.of(model, model), Bench.SHORT).run(share -> {});
      assertEquals("phone", recording.machine().get("device"));
      assertEquals(2, recording.models().size());
    }
  }

  @Test
  void saysWhatIsMissing() {
    String libraries = refusal(phone(Optional.of(Bench.IMAGE), Optional.empty()));
    assertTrue(
        libraries.startsWith(
            "phone needs ONNX Runtime's libraries for Android, libonnxruntime.so and"
                + " libonnxruntime4j_jni.so"),
        libraries);
    Path empty = folder.resolve("empty");
    assertEquals(
        "phone: there is no " + empty.resolve("libonnxruntime.so"),
        refusal(phone(Optional.of(Bench.IMAGE), Optional.of(empty))));
  }

  @Test
  void saysThatThereIsNoDevice() {
    daemon.close();
    String message = refusal(phone(Optional.empty(), Optional.empty()));
    assertTrue(message.startsWith("phone cannot be reached: "), message);
  }

  private static String refusal(DeviceSettings settings) {
    String message =
        String.valueOf(
            assertThrows(DataException.class, () -> Devices.open(settings, share -> {}).close())
                .getMessage());
    assertEquals(1, message.lines().count(), message);
    return message;
  }
}
