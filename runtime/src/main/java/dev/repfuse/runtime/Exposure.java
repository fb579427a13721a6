package dev.repfuse.runtime;

import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.io.wire.WireWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A model file with more outputs, so that values inside of it can be seen. An added output has no
 * type; ONNX Runtime infers it. The format allows a message to come in pieces, which readers merge,
 * so the model's own bytes stay as they are and another piece of the graph follows them.
 */
public final class Exposure {
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_OUTPUT = 12;
  private static final int VALUE_NAME = 1;

  private Exposure() {}

  /**
   * The bytes, in a direct buffer.
   *
   * @param names values of the main graph that are no outputs yet
   * @throws ModelException if the file cannot be read
   */
  public static ByteBuffer of(Path file, Set<String> names) {
    byte[] tail = tail(names);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int size = Math.toIntExact(channel.size());
      ByteBuffer bytes = ByteBuffer.allocateDirect(Math.addExact(size, tail.length));
      bytes.limit(size);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
      bytes.limit(bytes.capacity());
      return bytes.put(tail).flip();
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** The same for a model in memory. */
  public static ByteBuffer of(byte[] model, Set<String> names) {
    byte[] tail = tail(names);
    return ByteBuffer.allocateDirect(Math.addExact(model.length, tail.length))
        .put(model)
        .put(tail)
        .flip();
  }

  private static byte[] tail(Set<String> names) {
    WireWriter piece = new WireWriter();
    for (String name : names) {
      piece.message(GRAPH_OUTPUT, new WireWriter().utf8(VALUE_NAME, name));
    }
    return new WireWriter().message(MODEL_GRAPH, piece).toByteArray();
  }
}
