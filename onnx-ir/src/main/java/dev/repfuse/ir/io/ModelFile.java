package dev.repfuse.ir.io;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.io.wire.WireException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/** Reads models from files and writes them back. */
public final class ModelFile {
  private ModelFile() {}

  /**
   * Reads a model. The file is mapped, not copied: weights are read when somebody asks for them.
   *
   * @throws ModelException if the file cannot be read or holds no valid model; the message is one
   *     line that begins with the path
   */
  public static Model read(Path path) {
    if (Files.isDirectory(path)) {
      throw new ModelException(path + ": is a folder, not a model file");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new ModelException(path + ": is not a regular file");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment content =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      Path folder = path.toAbsolutePath().resolveSibling("");
      return parse(content, path.toString(), Optional.of(folder));
    } catch (NoSuchFileException e) {
      throw new ModelException(path + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new ModelException(path + ": permission denied", e);
    } catch (IOException e) {
      throw new ModelException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads a model from bytes in memory; external data is refused. */
  public static Model parse(MemorySegment content, String label) {
    return parse(content, label, Optional.empty());
  }

  /** Reads a model from bytes in memory whose external data lies in {@code folder}. */
  public static Model parse(MemorySegment content, String label, Path folder) {
    return parse(content, label, Optional.of(folder));
  }

  private static Model parse(MemorySegment content, String label, Optional<Path> folder) {
    if (content.byteSize() == 0) {
      throw new ModelException(label + ": the file is empty");
    }
    try {
      return new ModelReader(new ExternalFiles(folder, label)).read(content);
    } catch (WireException e) {
      String what = FileKind.of(content).orElse("not a readable ONNX model: " + e.getMessage());
      throw new ModelException(label + ": " + what, e);
    } catch (ModelException e) {
      String what = FileKind.of(content).orElse(e.getMessage());
      throw new ModelException(label + ": " + what, e);
    }
  }

  /**
   * Writes a model: to a temporary file beside the target, flushed, then moved over it in one step.
   * A failed run leaves an old file as it was; what a run that was killed outright left in the
   * folder is removed by the next. External data that did not change and lies in the target's own
   * folder is referred to; all other external data goes to {@code <target>.data}, or with a number
   * before {@code .data} where weights of the model itself lie under that name.
   *
   * @throws ModelException if it cannot be written
   */
  public static void write(Model model, Path path) {
    Path target = path.toAbsolutePath();
    HiddenFile.sweepBeside(target);
    try (ExternalWriter external = ExternalWriter.beside(target, model);
        AtomicFile file = AtomicFile.beside(target)) {
      new ModelWriter(external).write(model).writeTo(file.channel());
      commit(external.file(), file);
    } catch (IOException | UncheckedIOException e) {
      throw new ModelException(path + ": cannot be written: " + cause(e), e);
    }
  }

  /** Puts both files in place, the data first; they were flushed before the first of them shows. */
  private static void commit(Optional<AtomicFile> data, AtomicFile file) throws IOException {
    if (data.isPresent()) {
      data.get().finish();
    }
    file.finish();
    if (data.isPresent()) {
      data.get().commit();
    }
    try {
      file.commit();
    } catch (IOException e) {
      if (data.isPresent()) {
        data.get().undo();
      }
      throw e;
    }
  }

  private static String cause(Exception failure) {
    return switch (failure) {
      case UncheckedIOException e -> cause(Objects.requireNonNull(e.getCause()));
      case NoSuchFileException e -> "its folder does not exist";
      case AccessDeniedException e -> "permission denied";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
    };
  }

  /** How many bytes the model takes as a file, external data included. */
  public static long size(Model model) {
    return new ModelWriter(ExternalWriter.embedding()).write(model).size();
  }

  /** A model of its own that is the same as another in memory. */
  public static Model copy(Model model) {
    return parse(MemorySegment.ofArray(toBytes(model)), "the model in memory");
  }

  /** A model as bytes that stand alone: external data, if there is any, goes into them. */
  public static byte[] toBytes(Model model) {
    return new ModelWriter(ExternalWriter.embedding()).write(model).toByteArray();
  }
}
