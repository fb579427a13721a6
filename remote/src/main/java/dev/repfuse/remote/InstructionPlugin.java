package dev.repfuse.remote;

import dev.repfuse.runtime.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A plugin of QEMU's that counts instructions; it is compiled where it is used. */
final class InstructionPlugin {
  private InstructionPlugin() {}

  /**
   * Compiles it.
   *
   * @param folder where it goes
   * @throws DataException if there is no C compiler
   */
  static Path compile(Path folder) {
    Path source = folder.resolve("instructions.c");
    Path library = folder.resolve("instructions.so");
    try (InputStream text = InstructionPlugin.class.getResourceAsStream("instructions.c")) {
      if (text == null) {
        throw new IOException("its source is missing");
      }
      Files.copy(text, source);
      Tool.run(
          List.of("cc", "-O2", "-shared", "-fPIC", "-o", library.toString(), source.toString()));
      return library;
    } catch (IOException e) {
      throw new DataException("counting instructions needs a C compiler: " + e.getMessage(), e);
    }
  }
}
