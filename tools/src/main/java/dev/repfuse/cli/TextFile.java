package dev.repfuse.cli;

import dev.repfuse.ir.io.HiddenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Text, or an image, that appears under its name in one step, or not at all. */
final class TextFile {
  private TextFile() {}

  /**
   * Writes a file; one of the name is replaced.
   *
   * @throws UsageException if it cannot be written
   */
  static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same with bytes. */
  static void write(Path file, byte[] bytes) {
    Path hidden = HiddenFile.beside(file.toAbsolutePath());
    try {
      Files.write(hidden, bytes);
      Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      hidden.toFile().delete();
      throw new UsageException(file + ": cannot be written: " + e.getMessage());
    }
  }
}
