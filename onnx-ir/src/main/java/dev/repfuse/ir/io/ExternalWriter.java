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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Decides which tensors lie outside of a written model, and writes them to one data file. */
final class ExternalWriter implements AutoCloseable {
  private static final long ALIGNMENT = 64;
  private static final long PIECE = 1 << 26;
  private static final long SMALLEST = 1024;

  private final Optional<Path> target;
  private final Set<Path> sources;
  private final Map<ExternalData, Boolean> kept = new HashMap<>();
  private final Map<ExternalData, ExternalData> copied = new HashMap<>();
  private Optional<AtomicFile> file = Optional.empty();

  private ExternalWriter(Optional<Path> target, Set<Path> sources) {
    this.target = target;
    this.sources = sources;
  }

  /** For a model file at {@code target}: data goes to {@code <target>.data}. */
  static ExternalWriter beside(Path target, Model model) throws IOException {
    Set<Path> sources = ExternalPlaces.of(model);
    if (isOneOf(sources, target)) {
      throw new IOException("it holds weights of the model that is to be written");
    }
    return new ExternalWriter(Optional.of(target), sources);
  }

  /** Everything goes into the model itself. */
  static ExternalWriter embedding() {
    return new ExternalWriter(Optional.empty(), Set.of());
  }

  private static boolean isOneOf(Set<Path> files, Path candidate) throws IOException {
    for (Path file : files) {
      if (Files.exists(candidate) && Files.exists(file) && Files.isSameFile(candidate, file)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a file outside of the model is reachable, by the same name, from the target. */
  boolean keepsReference(ExternalData place) {
    return kept.computeIfAbsent(
        place,
        p -> target.map(t -> isSame(t.resolveSibling(p.location()), p.file())).orElse(false));
  }

  private static boolean isSame(Path candidate, Path file) {
    try {
      return Files.exists(candidate) && Files.isSameFile(candidate, file);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the tensor's bytes go to the data file: they lay outside before, or others do. */
  boolean takes(Tensor tensor) {
    if (target.isEmpty() || tensor.byteSize() == 0) {
      return false;
    }
    boolean large = tensor.encoded().isEmpty() && tensor.byteSize() >= SMALLEST;
    return tensor.external().isPresent() || (large && !sources.isEmpty());
  }

  /** Writes the bytes of a tensor to the data file, ranges that tensors share once. */
  ExternalData add(Tensor tensor) {
    return tensor
        .external()
        .map(place -> copied.computeIfAbsent(place, p -> append(tensor.bytes())))
        .orElseGet(() -> append(tensor.bytes()));
  }

  private ExternalData append(MemorySegment bytes) {
    try {
      if (file.isEmpty()) {
        file = Optional.of(AtomicFile.beside(dataFile()));
      }
      FileChannel channel = file.get().channel();
      long offset = Math.ceilDiv(channel.position(), ALIGNMENT) * ALIGNMENT;
      channel.position(offset);
      for (long at = 0; at < bytes.byteSize(); at += PIECE) {
        ByteBuffer piece = bytes.asSlice(at, Math.min(PIECE, bytes.byteSize() - at)).asByteBuffer();
        while (piece.hasRemaining()) {
          channel.write(piece);
        }
      }
      Path data = file.get().target();
      String location = data.getFileName().toString();
      return new ExternalData(data, location, offset, OptionalLong.of(bytes.byteSize()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code <target>.data}, or with a number where the model's own weights lie under that name. */
  private Path dataFile() throws IOException {
    Path model = target.orElseThrow();
    Path data = model.resolveSibling(model.getFileName() + ".data");
    for (int number = 2; isOneOf(sources, data); number++) {
      data = model.resolveSibling(model.getFileName() + "." + number + ".data");
    }
    return data;
  }

  /** The data file, if there is one. */
  Optional<AtomicFile> file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }
}
