package dev.repfuse.remote;

import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.runtime.Provider;
import dev.repfuse.runtime.bench.BenchmarkOptions;
import dev.repfuse.testkit.Cable;
import dev.repfuse.testkit.LoopbackSsh;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What tests of devices stand on: models, a Java that is made once, and settings. */
final class Bench {
  /** A moment; it may end sooner, so that the worker works out intervals too. */
  static final BenchmarkOptions SHORT =
      new BenchmarkOptions(0.3, 0.9, 1, 0, Map.of(), List.of(), Provider.CPU, Map.of());

  static final Path IMAGE = image();

  private final Path folder;

  Bench(Path folder) {
    this.folder = folder;
  }

  /** Made once: linking takes seconds. */
  private static Path image() {
    try {
      Path scratch = Files.createTempDirectory("repfuse-test-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(scratch)));
      JavaImage.own(scratch);
      return scratch.resolve("java");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A convolution. */
  Path convolution(String name) {
    return model(
        name,
        "g (float[N,3,16,16] x) => (float[N,8,16,16] y) <float[8,3,3,3] w ~ normal(1)>"
            + " { y = Conv <pads = [1,1,1,1]> (x, w) }");
  }

  /** A quotient that no 64 bits hold: ONNX Runtime's process dies of it. */
  Path crashing() {
    return model(
        "crashing.onnx",
        "g (int64[1] x) => (int64[1] y) <int64[1] a = {-9223372036854775808}, int64[1] b = {-1}>"
            + " { q = Div (a, b) y = Add (x, q) }");
  }

  Path model(String name, String text) {
    Path file = folder.resolve(name);
    ModelFile.write(ModelText.parse(text), file);
    return file;
  }

  /** A device behind a server, whose folders are made in {@link #target}. */
  DeviceSettings device(LoopbackSsh server) {
    return device(server.port(), server.key(), server.knownHosts(), Optional.of(IMAGE));
  }

  DeviceSettings device(int port, Path key, Path knownHosts, Optional<Path> java) {
    String user = System.getProperty("user.name");
    return new DeviceSettings(
        "board",
        new Address.Ssh(Optional.of(user), "127.0.0.1", OptionalInt.of(port)),
        java,
        Optional.of(key),
        Optional.of(knownHosts),
        Optional.of(target().toString()),
        Optional.empty(),
        Optional.empty());
  }

  /** The same behind a cable. */
  DeviceSettings device(LoopbackSsh server, Cable cable) {
    server.trustAt(cable.port());
    return device(cable.port(), server.key(), server.knownHosts(), Optional.of(IMAGE));
  }

  /** The folder that stands for the device's own. */
  Path target() {
    try {
      return Files.createDirectories(folder.resolve("device"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was left behind there, once all that was at work had a while to end. */
  List<Path> leftBehind() {
    List<Path> left = List.of();
    for (int i = 0; i < 100; i++) {
      try (Stream<Path> files = Files.list(target())) {
        left = files.toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (left.isEmpty()) {
        return left;
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return left;
  }
}
