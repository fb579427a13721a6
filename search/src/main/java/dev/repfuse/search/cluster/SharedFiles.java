package dev.repfuse.search.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The files of a folder as pieces in a map, from which a worker makes the folder again. */
final class SharedFiles {
  private static final int PIECE = 1 << 20;

  /** Under which the names of all pieces stand, once all are there. */
  private static final String ALL = "all";

  private static final long PAUSE_MILLIS = 50;

  private SharedFiles() {}

  /** Puts all files of a folder, which has no folders in it, into the map. */
  static void share(Path folder, Map<String, byte[]> map) {
    List<String> keys = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          int number = 0;
          for (byte[] piece = in.readNBytes(PIECE);
              piece.length > 0 || number == 0;
              piece = in.readNBytes(PIECE)) {
            keys.add("%08d/%s".formatted(number++, file.getFileName()));
            map.put(keys.getLast(), piece);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    map.put(ALL, String.join("\n", keys).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Makes the folder again, once all is there; a name with a folder in it is refused.
   *
   * @param gone whether whoever shares is
   * @throws ClusterException if so
   */
  static void fetch(Map<String, byte[]> map, Path folder, BooleanSupplier gone) {
    try {
      for (String key : keys(map, gone)) {
        List<String> parts = List.of(key.split("/", -1));
        Path file = folder.resolve(parts.getLast()).normalize();
        if (parts.size() != 2 || !folder.equals(file.getParent())) {
          throw new ClusterException("'%s' is no name of a file to be kept".formatted(key));
        }
        try (OutputStream out =
            Files.newOutputStream(
                file,
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND)) {
          out.write(Objects.requireNonNull(map.get(key)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> keys(Map<String, byte[]> map, BooleanSupplier gone) {
    while (true) {
      byte[] all = map.get(ALL);
      if (all != null) {
        return new String(all, StandardCharsets.UTF_8).lines().toList();
      }
      if (gone.getAsBoolean()) {
        throw new ClusterException("the search ended before all of its files were there");
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClusterException("interrupted");
      }
    }
  }
}
