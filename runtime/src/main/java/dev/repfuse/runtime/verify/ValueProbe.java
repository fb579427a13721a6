package dev.repfuse.runtime.verify;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.io.wire.WireWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Looks into a model file: which values its main graph computes, and what they are in a run. */
final class ValueProbe {
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_OUTPUT = 12;
  private static final int VALUE_NAME = 1;

  private final Path file;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> outputs = new LinkedHashSet<>();

  /**
   * Reads a model.
   *
   * @throws ModelException if it is invalid
   */
  ValueProbe(Path file) {
    this.file = file;
    Model model = ModelFile.read(file);
    for (Node node : model.graph().nodes()) {
      for (Result result : node.results()) {
        values.put(result.name(), node.opType() + " '" + node.label() + "'");
      }
    }
    for (Output output : model.graph().outputs()) {
      outputs.add(output.value().name());
    }
  }

  /** Every value that a node of the main graph computes, in order, with that node in words. */
  Map<String, String> values() {
    return values;
  }

  /**
   * The bytes of the model with more outputs. An added output has no type; ONNX Runtime infers it.
   * The format allows a message to come in pieces, which readers merge, so the model's own bytes
   * stay as they are and another piece of the graph follows them.
   */
  ByteBuffer exposing(Set<String> names) {
    WireWriter piece = new WireWriter();
    for (String name : names) {
      if (!outputs.contains(name)) {
        piece.message(GRAPH_OUTPUT, new WireWriter().utf8(VALUE_NAME, name));
      }
    }
    byte[] tail = new WireWriter().message(MODEL_GRAPH, piece).toByteArray();
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
}
