package dev.repfuse.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the project's documents and models from wherever a test runs. */
public final class Documents {
  private Documents() {}

  /** The project's root folder. */
  public static Path folder() {
    Optional<Path> folder = Optional.of(Path.of("").toAbsolutePath());
    while (folder.isPresent() && !Files.exists(folder.get().resolve("README.md"))) {
      folder = Optional.ofNullable(folder.get().getParent());
    }
    return folder.orElseThrow(() -> new IllegalStateException("no README.md above this folder"));
  }

  /** The network that README starts with. */
  public static Path network() {
    return folder().resolve("testdata/models/repghostnet_0_5x.onnx");
  }
}
