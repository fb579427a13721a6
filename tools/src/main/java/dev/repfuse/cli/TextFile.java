package dev.repfuse.cli;

import dev.repfuse.ir.io.HiddenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Text that appears under its name in one step, or not at all. */
final class TextFile {
  private TextFile() {}

  /**
   * Writes a file; one of the name is replaced.
   *
   * @throws UsageException if it cannot be written
   */
  static void write(Path file, String text) {
    Path hidden = HiddenFile.beside(file.toAbsolutePath());
    try {
      Files.writeString(hidden, text);
      Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      hidden.toFile().delete();
      throw new UsageException(file + ": cannot be written: " + e.getMessage());
    }
  }
}
