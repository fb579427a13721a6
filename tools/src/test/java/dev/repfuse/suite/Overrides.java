package dev.repfuse.suite;

import dev.repfuse.ir.io.wire.WireReader;
import dev.repfuse.ir.io.wire.WireWriter;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/**
 * Turns graph inputs that have a default into plain inputs: ONNX Runtime for Java cannot override a
 * default, but a model without it computes the same.
 */
final class Overrides {
  private static final int MODEL_GRAPH = 7;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int TENSOR_NAME = 8;

  private Overrides() {}

  /** The model without the initializers of these names. */
  static byte[] withoutDefaults(byte[] model, Set<String> names) {
    WireWriter writer = new WireWriter();
    WireReader reader = WireReader.of(MemorySegment.ofArray(model));
    while (reader.next()) {
      if (reader.field() == MODEL_GRAPH) {
        writer.message(MODEL_GRAPH, graph(reader.message(), names));
      } else {
        writer.raw(reader.rawField());
      }
    }
    return writer.toByteArray();
  }

  private static WireWriter graph(WireReader reader, Set<String> names) {
    WireWriter writer = new WireWriter();
    while (reader.next()) {
      MemorySegment field = reader.rawField();
      if (reader.field() != GRAPH_INITIALIZER || !names.contains(name(reader.message()))) {
        writer.raw(field);
      }
    }
    return writer;
  }

  private static String name(WireReader tensor) {
    String name = "";
    while (tensor.next()) {
      if (tensor.field() == TENSOR_NAME) {
        name = tensor.utf8();
      }
    }
    return name;
  }
}
