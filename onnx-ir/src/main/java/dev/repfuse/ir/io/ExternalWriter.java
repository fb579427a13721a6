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

/** Decides which tensors lie outside of a written model, and writes them to one data file. */
final class ExternalWriter implements AutoCloseable {
  private static final long ALIGNMENT = 64;
  private static final int PIECE = 1 << 26;

  private static final long SMALLEST = 1024;

  private final Optional<Path> target;
  private final boolean separate;
  private Optional<AtomicFile> file = Optional.empty();

  private ExternalWriter(Optional<Path> target, boolean separate) {
    this.target = target;
    this.separate = separate;
  }

  /** For a model file at {@code target}: data goes to {@code <target>.data}. */
  static ExternalWriter beside(Path target, Model model) {
    boolean separate =
        model.graph().initializers().stream()
            .flatMap(i -> i.tensor().stream())
            .anyMatch(tensor -> tensor.external().isPresent());
    return new ExternalWriter(Optional.of(target), separate);
  }

  /** Everything goes into the model itself. */
  static ExternalWriter embedding() {
    return new ExternalWriter(Optional.empty(), false);
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
            || (separate && tensor.encoded().isEmpty() && tensor.byteSize() >= SMALLEST));
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
    return model.resolveSibling(model.getFileName() + ".data");
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
