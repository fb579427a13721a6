package dev.repfuse.ir.io;

import dev.repfuse.ir.ExternalData;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which tensors lie outside of a written model, and writes them to one data file. */
final class ExternalWriter implements AutoCloseable {
  private static final long ALIGNMENT = 64;
  private static final int PIECE = 1 << 26;

  private static final long SMALLEST = 1024;

  private final Optional<Path> target;
  private final Set<Path> sources;
  private Optional<AtomicFile> file = Optional.empty();

  private ExternalWriter(Optional<Path> target, Set<Path> sources) {
    this.target = target;
    this.sources = sources;
  }

  /**
   * For a model file at {@code target}: data goes to {@code <target>.data}, or to {@code
   * <target>.1.data} and so on if the model's tensors lie in a file of that name.
   */
  static ExternalWriter beside(Path target, Model model) {
    Set<Path> sources =
        model.graph().initializers().stream()
            .flatMap(i -> i.tensor().stream())
            .flatMap(tensor -> tensor.external().stream())
            .map(data -> absolute(data.file()))
            .collect(Collectors.toSet());
    return new ExternalWriter(Optional.of(target), sources);
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** Everything goes into the model itself. */
  static ExternalWriter embedding() {
    return new ExternalWriter(Optional.empty(), Set.of());
  }

  /** Whether the file that the tensor refers to is reachable, by the same name, from the target. */
  boolean keepsReference(Tensor tensor) {
    return target.map(t -> refersInto(t.resolveSibling(location(tensor)), tensor)).orElse(false);
  }

  private static String location(Tensor tensor) {
    return tensor.external().map(ExternalData::location).orElse("");
  }

  private static boolean refersInto(Path candidate, Tensor tensor) {
    try {
      return Files.exists(candidate)
          && Files.isSameFile(candidate, tensor.external().orElseThrow().file());
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the tensor's bytes go to the data file: they lay outside before, or others do. */
  boolean takes(Tensor tensor) {
    return target.isPresent()
        && (tensor.external().isPresent()
            || (!sources.isEmpty() && tensor.encoded().isEmpty() && tensor.byteSize() >= SMALLEST));
  }

  /** Writes the bytes of a tensor to the data file and says where. */
  ExternalData add(Tensor tensor) {
    try {
      Path data = dataFile();
      if (file.isEmpty()) {
        file = Optional.of(AtomicFile.beside(data));
      }
      FileChannel channel = file.get().channel();
      long offset = Math.ceilDiv(channel.position(), ALIGNMENT) * ALIGNMENT;
      channel.position(offset);
      MemorySegment bytes = tensor.bytes();
      for (long at = 0; at < bytes.byteSize(); at += PIECE) {
        ByteBuffer piece = bytes.asSlice(at, Math.min(PIECE, bytes.byteSize() - at)).asByteBuffer();
        while (piece.hasRemaining()) {
          channel.write(piece);
        }
      }
      return new ExternalData(
          data, data.getFileName().toString(), offset, OptionalLong.of(bytes.byteSize()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path dataFile() {
    Path model = target.orElseThrow();
    Path data = model.resolveSibling(model.getFileName() + ".data");
    for (int i = 1; sources.contains(absolute(data)); i++) {
      data = model.resolveSibling("%s.%d.data".formatted(model.getFileName(), i));
    }
    return data;
  }

  /** Puts the data file in place. */
  void commit() throws IOException {
    if (file.isPresent()) {
      file.get().commit();
    }
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }
}
