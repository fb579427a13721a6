package dev.repfuse.cli;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.io.Metadata;
import dev.repfuse.ir.io.ModelFile;
import java.nio.file.Path;

/** Marks results, so that a later run may replace what an earlier one made of the same file. */
final class Ownership {
  private static final String KEY = "repfuse.source";

  private Ownership() {}

  /** The model with a mark that names the file it was made of. */
  static Model marked(Model result, Path source) {
    return Metadata.with(result, KEY, name(source));
  }

  /** Whether the file at {@code existing} was made by repfuse of a file of the source's name. */
  static boolean isOurs(Path existing, Path source) {
    try {
      return name(source).equals(Metadata.of(ModelFile.read(existing)).get(KEY));
    } catch (ModelException notOurs) {
      return false;
    }
  }

  private static String name(Path source) {
    return source.getFileName().toString();
  }
}
