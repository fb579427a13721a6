package dev.repfuse.ir.io;

import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.wire.WireException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads files that hold one serialized tensor, such as {@code input_0.pb} of a test data set. */
public final class TensorFile {
  private TensorFile() {}

  /**
   * Reads one tensor into memory; external data is refused.
   *
   * @throws ModelException if the file cannot be read or holds no valid tensor; the message is one
   *     line that begins with the path
   */
  public static Tensor read(Path path) {
    try {
      MemorySegment content = MemorySegment.ofArray(Files.readAllBytes(path));
      ExternalFiles none = new ExternalFiles(Optional.empty(), path.toString());
      return new TensorReader(none).tensor(content);
    } catch (NoSuchFileException e) {
      throw new ModelException(path + ": no such file", e);
    } catch (IOException e) {
      throw new ModelException(path + ": cannot be read: " + e.getMessage(), e);
    } catch (WireException e) {
      throw new ModelException(path + ": holds no readable tensor: " + e.getMessage(), e);
    } catch (ModelException e) {
      throw new ModelException(path + ": " + e.getMessage(), e);
    }
  }
}
