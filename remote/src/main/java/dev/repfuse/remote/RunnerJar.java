package dev.repfuse.remote;

import ai.onnxruntime.OrtEnvironment;
import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.HdrHistogram.Histogram;
import org.apache.commons.numbers.core.Precision;
import org.apache.commons.numbers.fraction.ContinuedFraction;
import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.rootfinder.BrentSolver;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** The classes that a worker needs, in one file, without anybody's native libraries. */
final class RunnerJar {
  /** One of each library. */
  private static final List<Class<?>> MEMBERS =
      List.of(
          Tensor.class,
          Session.class,
          OrtEnvironment.class,
          Histogram.class,
          NormalDistribution.class,
          Precision.class,
          ContinuedFraction.class,
          Erf.class,
          BrentSolver.class,
          UniformRandomProvider.class,
          ContinuousSampler.class);

  private RunnerJar() {}

  /** Writes it. */
  static void write(Path file) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      Set<Path> homes = new LinkedHashSet<>();
      for (Class<?> member : MEMBERS) {
        homes.add(home(member));
      }
      for (Path home : homes) {
        if (Files.isDirectory(home)) {
          copy(home, zip);
        } else {
          try (FileSystem jar = FileSystems.newFileSystem(home, Map.of())) {
            copy(jar.getPath("/"), zip);
          }
        }
      }
    }
  }

  private static Path home(Class<?> member) throws IOException {
    try {
      URI place = member.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(place);
    } catch (URISyntaxException e) {
      throw new IOException(member + " lies at no place that can be read", e);
    }
  }

  private static void copy(Path root, ZipOutputStream zip) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(RunnerJar::isClass).toList()) {
        zip.putNextEntry(new ZipEntry(root.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
  }

  private static boolean isClass(Path file) {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    return name.endsWith(".class") && !name.equals("module-info.class");
  }

  /**
   * Writes a native library of ONNX Runtime's.
   *
   * @throws IOException if this build of repfuse has none for the platform
   */
  static void writeLibrary(Platform platform, String name, Path file) throws IOException {
    String resource = "/ai/onnxruntime/native/%s/%s".formatted(platform.words(), name);
    try (InputStream from = OrtEnvironment.class.getResourceAsStream(resource)) {
      if (from == null) {
        throw new IOException("ONNX Runtime has no %s for %s here".formatted(name, platform));
      }
      try (OutputStream to = Files.newOutputStream(file)) {
        from.transferTo(to);
      }
    }
  }
}
