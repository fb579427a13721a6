package dev.repfuse.remote;

import dev.repfuse.runtime.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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
      Process compiler =
          new ProcessBuilder(
                  "cc", "-O2", "-shared", "-fPIC", "-o", library.toString(), source.toString())
              .redirectErrorStream(true)
              .start();
      String said =
          new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (compiler.waitFor() != 0) {
        throw new IOException(said.lines().findFirst().orElse("cc failed"));
      }
      return library;
    } catch (IOException e) {
      throw new DataException("counting instructions needs a C compiler: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException("interrupted", e);
    }
  }
}
