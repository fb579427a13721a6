package dev.repfuse.ir.io;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Payload;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.ValueInfo;
import dev.repfuse.ir.io.wire.WireWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Encodes {@code GraphProto}. */
final class GraphWriter {
  private final TensorWriter tensors;
  private final NodeWriter nodes;
  private final boolean listInitializers;

  /**
   * @param listInitializers whether initializers that were made have to be listed as inputs, as IR
   *     versions before 4 ask
   */
  GraphWriter(TensorWriter tensors, boolean listInitializers) {
    this.tensors = tensors;
    this.nodes = new NodeWriter(new AttributeWriter(this, tensors));
    this.listInitializers = listInitializers;
  }

  NodeWriter nodes() {
    return nodes;
  }

  /** An empty name is not written: where a file states it, it is among the carried fields. */
  WireWriter graph(Graph graph) {
    WireWriter out = new WireWriter();
    for (Node node : graph.nodes()) {
      nodes.write(out, 1, node);
    }
    if (!graph.name().isEmpty()) {
      out.utf8(2, graph.name());
    }
    inFileOrder(
        graph.fileOrder().initializers(),
        payloads(graph),
        (name, payload) -> tensors.initializer(out, name, payload));
    inFileOrder(
        graph.fileOrder().inputs(), listed(graph), (name, info) -> valueInfo(out, 11, info));
    for (Output output : graph.outputs()) {
      valueInfo(out, 12, output.info());
    }
    graph.valueInfos().values().forEach(info -> valueInfo(out, 13, info));
    graph.carried().fields().forEach(out::raw);
    return out;
  }

  private static Map<String, Payload> payloads(Graph graph) {
    Map<String, Payload> payloads = new LinkedHashMap<>();
    for (GraphInput input : graph.inputs()) {
      input.byDefault().ifPresent(payload -> payloads.put(input.name(), payload));
    }
    for (Initializer initializer : graph.initializers()) {
      payloads.put(initializer.name(), initializer.payload());
    }
    return payloads;
  }

  /** Everything that stands among the inputs in the file. */
  private Map<String, ValueInfo> listed(Graph graph) {
    Map<String, ValueInfo> listed = new LinkedHashMap<>();
    graph.inputs().forEach(input -> listed.put(input.name(), input.info()));
    boolean listNew = listInitializers && graph.outer().isEmpty();
    Set<String> fromFile =
        listNew ? new HashSet<>(graph.fileOrder().initializers()) : new HashSet<>();
    for (Initializer initializer : graph.initializers()) {
      String name = initializer.name();
      if (initializer.listed().isPresent()) {
        listed.put(name, initializer.listed().get());
      } else if (listNew && !fromFile.contains(name)) {
        Payload payload = initializer.payload();
        listed.put(name, ValueInfo.of(name, Type.tensor(payload.type(), payload.shape())));
      }
    }
    return listed;
  }

  /** First what the file holds in the file's order, then what is new. */
  private static <T> void inFileOrder(
      List<String> order, Map<String, T> entries, BiConsumer<String, T> write) {
    for (String name : order) {
      T entry = entries.remove(name);
      if (entry != null) {
        write.accept(name, entry);
      }
    }
    entries.forEach(write);
  }

  private static void valueInfo(WireWriter out, int field, ValueInfo info) {
    info.encoded()
        .ifPresentOrElse(
            bytes -> out.bytes(field, bytes), () -> out.message(field, TypeWriter.valueInfo(info)));
  }
}
