package dev.repfuse.runtime;

import dev.repfuse.ir.Tensor;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds the files of this module's test resources, and what came out of them. */
public final class TestFiles {
  private TestFiles() {}

  /** A model by its name in {@code models/}, without ending. */
  public static Path model(String name) {
    return resource("/models/" + name + ".onnx");
  }

  /** A file of {@code data/}. */
  public static Path data(String name) {
    return resource("/data/" + name);
  }

  /** The tensor of this name. */
  public static Tensor named(Map<String, Tensor> tensors, String name) {
    return Optional.ofNullable(tensors.get(name))
        .orElseThrow(() -> new AssertionError("no '" + name + "' in " + tensors.keySet()));
  }

  private static Path resource(String name) {
    URL url =
        Optional.ofNullable(TestFiles.class.getResource(name))
            .orElseThrow(() -> new IllegalArgumentException("no test resource " + name));
    try {
      URI uri = url.toURI();
      return Path.of(uri);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name, e);
    }
  }
}
