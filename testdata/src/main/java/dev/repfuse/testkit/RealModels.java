package dev.repfuse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The small real models in {@code testdata/models}, which are part of the repository. */
public final class RealModels {
  private static final String SUMS = "SHA256SUMS";

  private RealModels() {}

  /** The folder. */
  public static Path folder() {
    Path start = Path.of("").toAbsolutePath();
    return Stream.iterate(Optional.of(start), Optional::isPresent, RealModels::above)
        .flatMap(Optional::stream)
        .map(folder -> folder.resolve("testdata/models"))
        .filter(folder -> Files.exists(folder.resolve(SUMS)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no testdata/models above " + start));
  }

  private static Optional<Path> above(Optional<Path> folder) {
    return folder.flatMap(f -> Optional.ofNullable(f.getParent()));
  }

  /** SHA-256 of every model and tensor by path below the folder, as {@code SHA256SUMS} states. */
  public static Map<String, String> sums() {
    Map<String, String> sums = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(folder().resolve(SUMS))) {
        sums.put(line.substring(66), line.substring(0, 64));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sums;
  }

  /** All models, sorted by name. */
  public static List<RecordedModel> all() {
    return below("");
  }

  /** The models of a subfolder, such as {@code blocks/}, sorted by name. */
  public static List<RecordedModel> below(String subfolder) {
    return sums().keySet().stream()
        .filter(path -> path.startsWith(subfolder) && path.endsWith(".onnx"))
        .map(path -> path.substring(0, path.length() - ".onnx".length()))
        .sorted()
        .map(RealModels::named)
        .toList();
  }

  /** One model by its path without {@code .onnx}, such as {@code blocks/acnet_keepbn}. */
  public static RecordedModel named(String name) {
    return new RecordedModel(name, folder().resolve(name + ".onnx"));
  }
}
