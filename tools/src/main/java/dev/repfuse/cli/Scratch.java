package dev.repfuse.cli;

import dev.repfuse.runtime.child.TempFolder;
import java.io.IOException;
import java.nio.file.Path;

/** An empty folder for as long as a command needs it. */
record Scratch(Path folder) implements AutoCloseable {
  /**
   * A new one.
   *
   * @throws UsageException if it cannot be made
   */
  static Scratch make() {
    try {
      return new Scratch(TempFolder.create());
    } catch (IOException e) {
      throw new UsageException("no temporary folder can be made: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    TempFolder.remove(folder);
  }
}
