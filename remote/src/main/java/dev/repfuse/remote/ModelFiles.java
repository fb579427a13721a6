package dev.repfuse.remote;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.runtime.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All files that belong to one that a user names: external data, or what a folder holds. */
final class ModelFiles {
  private ModelFiles() {}

  /**
   * Each file by its place relative to the folder of the first, with slashes.
   *
   * @throws DataException if one cannot be read
   */
  static Map<String, Path> of(Path file) {
    Map<String, Path> files = new TreeMap<>();
    String name = file.getFileName().toString();
    if (Files.isDirectory(file)) {
      try (Stream<Path> inside = Files.list(file)) {
        inside
            .filter(Files::isRegularFile)
            .forEach(each -> files.put(name + "/" + each.getFileName(), each));
      } catch (IOException e) {
        throw new DataException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
      }
      return files;
    }
    files.put(name, file);
    if (name.endsWith(".onnx")) {
      try {
        external(ModelFile.read(file), files);
      } catch (ModelException e) {
        // the worker over there says what it thinks of such a file
      }
    }
    return files;
  }

  private static void external(Model model, Map<String, Path> files) {
    for (Graph graph : model.allGraphs()) {
      for (Initializer constant : graph.initializers()) {
        if (constant.payload() instanceof Tensor tensor) {
          tensor
              .external()
              .ifPresent(place -> {
                tensor.bytes();
                files.put(place.location(), place.file());
              });
        }
      }
    }
  }

  /** How many bytes they have together. */
  static long bytes(Map<String, Path> files) {
    return files.values().stream()
        .mapToLong(file -> {
          try {
            return Files.size(file);
          } catch (IOException e) {
            throw new DataException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
          }
        })
        .sum();
  }
}
