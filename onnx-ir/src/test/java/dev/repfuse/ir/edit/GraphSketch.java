package dev.repfuse.ir.edit;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Carried;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.GraphMutator;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.ValueInfo;
import dev.repfuse.ir.check.GraphInvariants;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Draws small graphs for tests, one line a value. */
final class GraphSketch {
  final Graph graph;
  final GraphMutator mutator;

  private GraphSketch(Graph graph) {
    this.graph = graph;
    this.mutator = new GraphMutator(graph);
  }

  static GraphSketch create() {
    return new GraphSketch(Graph.create("sketch"));
  }

  GraphSketch inside() {
    return new GraphSketch(Graph.createInside(graph, "inside"));
  }

  GraphInput input(String name) {
    return mutator.addInput(ValueInfo.of(name, Type.UNKNOWN), Optional.empty());
  }

  Initializer constant(String name) {
    return mutator.addInitializer(name, Tensor.ofFloats(Shape.of(), 1), Optional.empty());
  }

  Result result(String operator, String name, Value... inputs) {
    return node(operator, List.of(), List.of(name), inputs).results().getFirst();
  }

  Node node(String operator, List<Attribute> attributes, List<String> outputs, Value... inputs) {
    Node node =
        mutator.newNode(
            Operator.standard(operator),
            "",
            List.of(inputs),
            attributes,
            Carried.NONE,
            Optional.empty());
    for (int i = 0; i < outputs.size(); i++) {
      mutator.addResult(node, i, outputs.get(i));
    }
    mutator.append(node);
    return node;
  }

  void output(NamedValue value) {
    mutator.addOutput(value, ValueInfo.of(value.name(), Type.UNKNOWN));
  }

  /** Applies an edit and checks that the graph is sound before and after it. */
  GraphEditor.Change apply(Edit edit) {
    GraphInvariants.check(graph);
    GraphEditor.Change change = GraphEditor.apply(edit);
    GraphInvariants.check(graph);
    return change;
  }

  /** The main graph's nodes, such as {@code "y=Add(x,k)"}. */
  List<String> nodes() {
    return StreamSupport.stream(graph.nodes().spliterator(), false)
        .map(node -> names(node.outputs()) + "=" + node.opType() + "(" + names(node.inputs()) + ")")
        .toList();
  }

  List<String> constants() {
    return graph.initializers().stream().map(Initializer::name).toList();
  }

  List<String> outputs() {
    return graph.outputs().stream().map(output -> output.value().name()).toList();
  }

  private static String names(List<Value> values) {
    return values.stream().map(Value::name).collect(Collectors.joining(","));
  }
}
