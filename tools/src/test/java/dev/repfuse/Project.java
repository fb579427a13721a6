package dev.repfuse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the project's own files are; tests of a module run in the module's folder. */
public final class Project {
  private Project() {}

  /** A file of the project, by its path from the root folder. */
  public static Path file(String path) {
    return Path.of("..").toAbsolutePath().normalize().resolve(path);
  }

  /** One of the models in testdata/models, by its path without the ending. */
  public static Path model(String name) {
    return file("testdata/models/" + name + ".onnx");
  }

  /** Copies a model into a folder, where results may lie beside it. */
  public static Path copyOf(String name, Path folder) {
    try {
      Path model = model(name);
      return Files.copy(model, folder.resolve(model.getFileName()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Puts a launcher into a folder that starts the program under test. */
  public static void launcher(Path folder) throws IOException {
    Path launcher = folder.resolve("repfuse");
    Files.writeString(
        launcher,
        """
        #!/bin/sh
        exec '%s' "$@"
        """
            .formatted(String.join("' '", Launch.program(List.of(), List.of()))));
    if (!launcher.toFile().setExecutable(true)) {
      throw new IOException(launcher + " cannot be made a program");
    }
  }
}
