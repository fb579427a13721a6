package dev.repfuse.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;

/** Where results go, and what may be replaced there. */
final class Targets {
  private Targets() {}

  /** {@code model.fused.onnx} beside {@code model.onnx}, where {@code made} is fused. */
  static Path beside(Path input, String made) {
    return besideAs(input, "." + made + ".onnx");
  }

  /** A file beside {@code model.onnx} with another ending than {@code .onnx}. */
  static Path besideAs(Path input, String ending) {
    String name = input.getFileName() == null ? "model" : input.getFileName().toString();
    String stem = name.endsWith(".onnx") ? name.substring(0, name.length() - 5) : name;
    return input.resolveSibling(stem + ending);
  }

  /** The file itself where {@code target} is a symbolic link to it. */
  static Path resolved(Path target) {
    try {
      return Files.isSymbolicLink(target) ? target.toRealPath() : target;
    } catch (IOException e) {
      throw new UsageException(target + ": is a symbolic link that leads nowhere");
    }
  }

  /**
   * Refuses a target that is not ours to replace.
   *
   * @throws UsageException if it exists and neither {@code overwrite} nor an earlier run of ours
   *     allows to replace it, or if it cannot be written to
   */
  static void requireFree(Path target, Path input, boolean overwrite) {
    requireFree(target, input, overwrite, existing -> Ownership.isOurs(existing, input));
  }

  /** The same for results that are no models, of which {@code ours} tells those of earlier runs. */
  static void requireFree(Path target, Path input, boolean overwrite, Predicate<Path> ours) {
    if (Files.isDirectory(target)) {
      throw new UsageException(target + ": is a folder");
    }
    if (!Files.isDirectory(target.toAbsolutePath().resolveSibling(""))) {
      throw new UsageException(target + ": its folder does not exist");
    }
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isRegularFile(target)) {
      throw new UsageException(target + ": is no regular file");
    }
    if (overwrite) {
      return;
    }
    if (isSame(target, input)) {
      throw new UsageException(target + ": is the model itself; --overwrite replaces it");
    }
    if (!ours.test(target)) {
      throw new UsageException(
          target + ": exists and was not made of this model by repfuse; --overwrite replaces it");
    }
  }

  /**
   * Refuses a target of text unless it is new, or begins as what is written there does.
   *
   * @throws UsageException if it is another file, or cannot be written to
   */
  static void requireOwn(Path target, String beginning) {
    requireFree(resolved(target), target, true);
    if (Files.exists(target) && !begins(target, beginning)) {
      throw new UsageException(target + ": exists and was not written by this command");
    }
  }

  /** Whether a file begins as a text does. */
  static boolean begins(Path file, String beginning) {
    byte[] wanted = beginning.getBytes(StandardCharsets.UTF_8);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(wanted.length), wanted);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether two names mean one file. */
  static boolean isSame(Path a, Path b) {
    try {
      return Files.isSameFile(a, b);
    } catch (IOException e) {
      return false;
    }
  }
}
