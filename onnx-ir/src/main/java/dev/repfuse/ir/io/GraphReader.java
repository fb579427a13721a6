package dev.repfuse.ir.io;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.FileOrder;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphMutator;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.ValueInfo;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Connects the names of a {@code GraphProto} to values; names resolve through outer graphs. */
final class GraphReader {
  /** How deep graphs may be nested. */
  static final int DEEPEST = 64;

  static final String TOO_DEEP = "graphs are nested deeper than " + DEEPEST + " levels";

  private final TensorReader tensors;
  private final boolean overridable;

  /**
   * @param overridable whether initializers that are also inputs may be overridden by a caller
   */
  GraphReader(TensorReader tensors, boolean overridable) {
    this.tensors = tensors;
    this.overridable = overridable;
  }

  /** Builds the main graph. */
  Graph main(List<MemorySegment> pieces) {
    GraphDraft draft = GraphDraft.read(pieces, tensors);
    Graph graph = Graph.create(draft.name);
    fill(graph, draft, Scope.outermost(), 0);
    return graph;
  }

  /** Builds the body of a function. */
  Graph body(
      String name,
      List<String> inputs,
      List<String> outputs,
      List<MemorySegment> nodes,
      List<ValueInfo> valueInfos) {
    Graph graph = Graph.createFunctionBody(name);
    GraphDraft draft = GraphDraft.body(name, inputs, outputs, nodes, valueInfos);
    fill(graph, draft, Scope.outermost(), 0);
    return graph;
  }

  /** Decodes a function's attributes with defaults. */
  List<Attribute> attributes(List<MemorySegment> messages, Graph body) {
    AttributeReader reader =
        new AttributeReader(tensors, message -> subgraph(message, body, Scope.outermost(), 1));
    return messages.stream().map(reader::attribute).toList();
  }

  private Graph subgraph(MemorySegment message, Graph outer, Scope scope, int depth) {
    if (depth > DEEPEST) {
      throw new ModelException(TOO_DEEP);
    }
    GraphDraft draft = GraphDraft.read(List.of(message), tensors);
    Graph graph = Graph.createInside(outer, draft.name);
    fill(graph, draft, scope.inside(), depth);
    return graph;
  }

  private void fill(Graph graph, GraphDraft draft, Scope scope, int depth) {
    GraphMutator mutator = new GraphMutator(graph);
    mutator.carry(draft.carried());
    draft.valueInfos.forEach(mutator::declare);
    addInputs(draft, mutator, scope);
    List<NodeDraft> drafts = new NodeOrder(draft.nodes).sorted(scope);
    drafts.forEach(node -> node.outputs().forEach(name -> graph.names().reserve(name)));
    for (NodeDraft node : drafts) {
      addNode(graph, mutator, node, scope, depth);
    }
    for (ValueInfo output : draft.outputs) {
      NamedValue value =
          scope
              .find(output.name())
              .orElseThrow(
                  () -> new ModelException("output '" + output.name() + "' is never produced"));
      mutator.addOutput(value, output);
    }
    pin(graph, draft, mutator, scope);
  }

  private void addInputs(GraphDraft draft, GraphMutator mutator, Scope scope) {
    Map<String, ValueInfo> listed = new LinkedHashMap<>();
    for (ValueInfo info : draft.inputs) {
      if (listed.putIfAbsent(info.name(), info) != null) {
        throw new ModelException("input '" + info.name() + "' is listed twice");
      }
      Optional<GraphDraft.NamedPayload> initial = draft.initializer(info.name());
      if (initial.isEmpty() || overridable) {
        scope.define(
            mutator.addInput(info, initial.map(GraphDraft.NamedPayload::payload)), "graph input");
      }
    }
    for (GraphDraft.NamedPayload initial : draft.initializers.values()) {
      Optional<ValueInfo> info = Optional.ofNullable(listed.get(initial.name()));
      if (info.isEmpty() || !overridable) {
        scope.define(
            mutator.addInitializer(initial.name(), initial.payload(), info), "initializer");
      }
    }
    mutator.keepOrder(
        new FileOrder(List.copyOf(listed.keySet()), List.copyOf(draft.initializers.keySet())));
  }

  private void addNode(Graph graph, GraphMutator mutator, NodeDraft draft, Scope scope, int depth) {
    try {
      List<Value> inputs = new ArrayList<>(draft.inputs().size());
      for (String name : draft.inputs()) {
        inputs.add(
            name.isEmpty()
                ? Absent.ABSENT
                : scope
                    .find(name)
                    .orElseThrow(
                        () -> new ModelException("reads '" + name + "', which nothing defines")));
      }
      AttributeReader reader =
          new AttributeReader(tensors, message -> subgraph(message, graph, scope, depth + 1));
      List<Attribute> attributes = new ArrayList<>(draft.attributes().size());
      Set<String> names = new HashSet<>();
      for (MemorySegment message : draft.attributes()) {
        Attribute attribute = reader.attribute(message);
        if (!names.add(attribute.name())) {
          throw new ModelException("attribute '" + attribute.name() + "' appears twice");
        }
        attributes.add(attribute);
      }
      Node node =
          mutator.newNode(
              draft.operator(),
              draft.name(),
              inputs,
              attributes,
              draft.carried(),
              Optional.of(draft.encoded()));
      for (int i = 0; i < draft.outputs().size(); i++) {
        String name = draft.outputs().get(i);
        if (name.isEmpty()) {
          mutator.addAbsentResult(node, i);
        } else {
          scope.define(mutator.addResult(node, i, name), "result");
        }
      }
      mutator.append(node);
    } catch (ModelException e) {
      if (e.getMessage().startsWith("node ")) {
        throw e;
      }
      throw new ModelException("node " + draft.label() + ": " + e.getMessage(), e);
    }
  }

  private static void pin(Graph graph, GraphDraft draft, GraphMutator mutator, Scope scope) {
    for (String name : draft.annotated) {
      graph.names().reserve(name);
      scope.find(name).ifPresent(value -> mutator.pin(value, "a quantization annotation"));
    }
  }
}
