package dev.repfuse.search.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files of a folder as pieces in a map, from which a worker makes the folder again. */
final class SharedFiles {
  private static final int PIECE = 1 << 20;

  private SharedFiles() {}

  /** Puts all files of a folder, which has no folders in it, into the map. */
  static void share(Path folder, Map<String, byte[]> map) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          int number = 0;
          for (byte[] piece = in.readNBytes(PIECE);
              piece.length > 0 || number == 0;
              piece = in.readNBytes(PIECE)) {
            map.put("%08d/%s".formatted(number++, file.getFileName()), piece);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the folder again; a name with a folder in it is refused. */
  static void fetch(Map<String, byte[]> map, Path folder) {
    try {
      for (String key : new TreeSet<>(map.keySet())) {
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
}
