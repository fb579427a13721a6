package dev.repfuse.cli;

import dev.repfuse.arch.ArchSelector;
import dev.repfuse.runtime.DataException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file beside a pruned network that says which channels went. */
final class ArchOutput {
  private final Path file;

  /** {@code model.pruned.arch.json} beside {@code model.pruned.onnx}. */
  ArchOutput(Path result) {
    this.file = Targets.besideAs(result, ".arch.json");
  }

  /**
   * Refuses to replace what is no architecture.
   *
   * @throws UsageException if something else has the name
   */
  void requireFree(boolean overwrite) {
    if (!Files.exists(file) || (overwrite && Files.isRegularFile(file))) {
      return;
    }
    try {
      ArchSelector.read(file);
    } catch (DataException noArchitecture) {
      throw new UsageException(file + ": exists and is no architecture; --overwrite replaces it");
    }
  }

  /** Writes the file in one step. */
  void write(String text) {
    TextFile.write(file, text);
  }
}
