package dev.repfuse.ir.io;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.io.wire.WireException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment content =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      Path folder = path.toAbsolutePath().resolveSibling("");
      return parse(content, path.toString(), Optional.of(folder));
    } catch (java.nio.file.NoSuchFileException e) {
      throw new ModelException(path + ": no such file", e);
    } catch (java.nio.file.AccessDeniedException e) {
      throw new ModelException(path + ": permission denied", e);
    } catch (IOException e) {
      throw new ModelException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads a model from bytes in memory; external data is refused. */
  public static Model parse(MemorySegment content, String label) {
    return parse(content, label, Optional.empty());
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
   * A failed run leaves an old file as it was. External data that did not change and lies in the
   * target's own folder is referred to; all other external data goes to {@code <target>.data}.
   *
   * @throws ModelException if it cannot be written
   */
  public static void write(Model model, Path path) {
    Path target = path.toAbsolutePath();
    try (ExternalWriter external = ExternalWriter.beside(target, model);
        AtomicFile file = AtomicFile.beside(target)) {
      new ModelWriter(external).write(model).writeTo(file.channel());
      external.commit();
      file.commit();
    } catch (IOException | UncheckedIOException e) {
      String cause = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
      throw new ModelException(path + ": cannot be written: " + cause, e);
    }
  }

  /** How many bytes the model takes as a file, external data included. */
  public static long size(Model model) {
    return new ModelWriter(ExternalWriter.embedding()).write(model).size();
  }

  /** The bytes that {@link #write} would write, for models without external data. */
  public static byte[] toBytes(Model model) {
    return new ModelWriter(ExternalWriter.embedding()).write(model).toByteArray();
  }
}
