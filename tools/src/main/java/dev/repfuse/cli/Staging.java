package dev.repfuse.cli;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.io.HiddenFile;
import dev.repfuse.ir.io.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A result that is checked before it gets its name: it lies beside its target under a hidden name
 * until {@link #commit}, and is removed otherwise, also when the program is interrupted. What a
 * program left there that was killed outright is removed by the next.
 */
final class Staging implements AutoCloseable {
  private final Model model;
  private final Path target;
  private final Path hidden;
  private final Path data;
  private final Thread cleaner = new Thread(this::clean);

  /** Writes the model under a hidden name in the target's folder. */
  Staging(Model model, Path target) {
    this.model = model;
    this.target = target.toAbsolutePath();
    this.hidden = HiddenFile.beside(this.target);
    this.data = hidden.resolveSibling(hidden.getFileName() + ".data");
    Runtime.getRuntime().addShutdownHook(cleaner);
    try {
      ModelFile.write(model, hidden);
    } catch (ModelException e) {
      close();
      throw new UsageException(e.getMessage().replace(hidden.toString(), target.toString()));
    }
  }

  /** Where the result lies until it has its name. */
  Path path() {
    return hidden;
  }

  /** Gives the result its name, in one step. */
  void commit() {
    try {
      if (Files.exists(data)) {
        ModelFile.write(model, target);
      } else {
        Files.move(
            hidden, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UsageException(target + ": cannot be written: " + e.getMessage());
    }
  }

  private void clean() {
    hidden.toFile().delete();
    data.toFile().delete();
  }

  @Override
  public void close() {
    clean();
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException shuttingDown) {
      clean();
    }
  }
}
