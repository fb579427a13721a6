package dev.repfuse.ir.io;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Payload;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.ValueInfo;
import dev.repfuse.ir.io.wire.WireWriter;
import java.util.HashSet;
import java.util.Set;

/** Encodes {@code GraphProto} and its nodes. */
final class GraphWriter {
  private final TensorWriter tensors;
  private final boolean listInitializers;

  /**
   * @param listInitializers whether initializers that were made have to be listed as inputs, as IR
   *     versions before 4 ask
   */
  GraphWriter(TensorWriter tensors, boolean listInitializers) {
    this.tensors = tensors;
    this.listInitializers = listInitializers;
  }

  WireWriter graph(Graph graph) {
    WireWriter out = new WireWriter();
    for (Node node : graph.nodes()) {
      node(out, node);
    }
    out.utf8(2, graph.name());
    for (GraphInput input : graph.inputs()) {
      input.byDefault().ifPresent(payload -> payload(out, input.name(), payload));
    }
    for (Initializer initializer : graph.initializers()) {
      payload(out, initializer.name(), initializer.payload());
    }
    graph.inputs().forEach(input -> valueInfo(out, 11, input.info()));
    graph.initializers().forEach(initializer -> listed(out, initializer, graph));
    for (Output output : graph.outputs()) {
      valueInfo(out, 12, output.info());
    }
    valueInfos(out, graph);
    graph.carried().fields().forEach(out::raw);
    return out;
  }

  private void payload(WireWriter out, String name, Payload payload) {
    tensors.initializer(out, name, payload);
  }

  private void listed(WireWriter out, Initializer initializer, Graph graph) {
    boolean made = initializer.tensor().flatMap(t -> t.encoded()).isEmpty();
    if (initializer.listed().isPresent()) {
      valueInfo(out, 11, initializer.listed().get());
    } else if (listInitializers && made && graph.outer().isEmpty()) {
      Payload payload = initializer.payload();
      valueInfo(
          out, 11, ValueInfo.of(initializer.name(), Type.tensor(payload.type(), payload.shape())));
    }
  }

  /** Declarations of values that are gone go too. */
  private static void valueInfos(WireWriter out, Graph graph) {
    if (graph.valueInfos().isEmpty()) {
      return;
    }
    Set<String> alive = new HashSet<>();
    for (Node node : graph.nodes()) {
      node.results().forEach(result -> alive.add(result.name()));
    }
    graph.inputs().forEach(input -> alive.add(input.name()));
    graph.initializers().forEach(initializer -> alive.add(initializer.name()));
    for (ValueInfo info : graph.valueInfos().values()) {
      if (alive.contains(info.name())) {
        valueInfo(out, 13, info);
      }
    }
  }

  private static void valueInfo(WireWriter out, int field, ValueInfo info) {
    info.encoded()
        .ifPresentOrElse(
            bytes -> out.bytes(field, bytes), () -> out.message(field, TypeWriter.valueInfo(info)));
  }

  /** Adds a node to the graph {@code out}. */
  void node(WireWriter out, Node node) {
    if (node.encoded().isPresent() && node.subgraphs().isEmpty()) {
      out.bytes(1, node.encoded().get());
    } else {
      out.message(1, node(node));
    }
  }

  private WireWriter node(Node node) {
    WireWriter out = new WireWriter();
    for (Value input : node.inputs()) {
      out.utf8(1, input.name());
    }
    int last = node.outputs().size();
    while (last > 0 && !(node.outputs().get(last - 1) instanceof Result)) {
      last--;
    }
    for (Value output : node.outputs().subList(0, last)) {
      out.utf8(2, output.name());
    }
    if (!node.name().isEmpty()) {
      out.utf8(3, node.name());
    }
    out.utf8(4, node.opType());
    for (Attribute attribute : node.attributes()) {
      if (attribute.encoded().isPresent() && attribute.graphs().isEmpty()) {
        out.bytes(5, attribute.encoded().get());
      } else {
        out.message(5, new AttributeWriter(this, tensors).attribute(attribute));
      }
    }
    if (!node.operator().domain().isEmpty()) {
      out.utf8(7, node.operator().domain());
    }
    if (!node.operator().overload().isEmpty()) {
      out.utf8(8, node.operator().overload());
    }
    node.carried().fields().forEach(out::raw);
    return out;
  }
}
