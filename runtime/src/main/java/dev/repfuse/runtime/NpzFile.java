package dev.repfuse.runtime;

import dev.repfuse.ir.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The arrays of a {@code .npz} archive, each read when it is asked for. Large ones are unpacked
 * into a temporary file, once, and mapped, so that they may be larger than the memory.
 */
final class NpzFile implements AutoCloseable {
  private static final String ENDING = ".npy";

  private final Path file;
  private final ZipFile zip;
  private final long largest;

  /**
   * Opens an archive.
   *
   * @param largest bytes of an array that is kept in memory
   */
  NpzFile(Path file, long largest) throws IOException {
    this.file = file;
    this.zip = new ZipFile(file.toFile());
    this.largest = largest;
  }

  /** The names of the arrays, without the ending. */
  List<String> names() {
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.endsWith(ENDING))
        .map(name -> name.substring(0, name.length() - ENDING.length()))
        .toList();
  }

  /** What messages call an array. */
  String label(String name) {
    return file + "/" + name + ENDING;
  }

  /** An array of {@link #names}. */
  Tensor read(String name) throws IOException {
    ZipEntry entry =
        Optional.ofNullable(zip.getEntry(name + ENDING))
            .orElseThrow(() -> new DataException(label(name) + ": is not in the archive"));
    try (InputStream in = zip.getInputStream(entry)) {
      return NpyReader.read(
          entry.getSize() >= 0 && entry.getSize() <= largest
              ? MemorySegment.ofArray(in.readAllBytes())
              : unpacked(in),
          label(name));
    }
  }

  private static MemorySegment unpacked(InputStream in) throws IOException {
    Path temporary = Files.createTempFile("repfuse", ENDING);
    temporary.toFile().deleteOnExit();
    Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
    return mapped(temporary);
  }

  /** The bytes of a file, which are read where they are looked at. */
  static MemorySegment mapped(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
