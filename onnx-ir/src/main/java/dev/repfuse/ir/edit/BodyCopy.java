package dev.repfuse.ir.edit;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Carried;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.GraphMutator;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Copies a body, a function's or a subgraph's, in front of a node, and lets it compute what the
 * node did. What a subgraph captures from around it is read as it is.
 */
final class BodyCopy {
  private final Node place;
  private final UnaryOperator<String> naming;
  private final UnaryOperator<Attribute> attributes;
  private final Map<Value, Value> copies = new HashMap<>();
  private final List<Node> made = new ArrayList<>();

  /**
   * A copy in front of {@code place}.
   *
   * @param naming makes names that are wanted for copies of what has them in the body
   * @param attributes gives what stands for an attribute that holds no graph
   */
  BodyCopy(Node place, UnaryOperator<String> naming, UnaryOperator<Attribute> attributes) {
    this.place = place;
    this.naming = naming;
    this.attributes = attributes;
  }

  /** Lets a value of the graph around stand for an input of the body. */
  void bind(GraphInput input, Value value) {
    copies.put(input, value);
  }

  /** The nodes that stand in the place of the node, which is gone. */
  List<Node> replaceNode(Graph body) {
    GraphMutator mutator = new GraphMutator(place.graph());
    Map<Value, Result> wanted = new HashMap<>();
    List<Integer> repeated = new ArrayList<>(0);
    for (int i = 0; i < body.outputs().size(); i++) {
      if (place.output(i) instanceof Result result) {
        boolean takesOver =
            body.outputs().get(i).value() instanceof Result computed
                && computed.graph() == body
                && wanted.putIfAbsent(computed, result) == null;
        if (!takesOver) {
          repeated.add(i);
        }
      }
    }
    copyConstants(body, mutator);
    for (Node node : body.nodes()) {
      Node copy = copy(node, mutator, wanted);
      mutator.insertBefore(copy, place);
      made.add(copy);
    }
    repeated.forEach(output -> returnAgain(body.outputs().get(output).value(), output, mutator));
    mutator.remove(place);
    return made;
  }

  /** Returns what the body does not compute, or returns already, as a result of its own. */
  private void returnAgain(NamedValue returned, int output, GraphMutator mutator) {
    Node identity =
        mutator.newNode(
            Operator.standard("Identity"),
            "",
            List.of(copy(returned)),
            List.of(),
            Carried.NONE,
            Optional.empty());
    mutator.insertBefore(identity, place);
    mutator.moveResult((Result) place.output(output), identity, 0);
    made.add(identity);
  }

  private Node copy(Node node, GraphMutator mutator, Map<Value, Result> wanted) {
    List<Value> inputs = node.inputs().stream().map(this::copy).toList();
    List<Attribute> own = new ArrayList<>(node.attributes().size());
    Graph around = mutator.graph();
    node.attributes().forEach(attribute -> own.add(copy(attribute, around)));
    String name = node.name().isEmpty() ? "" : naming.apply(node.name());
    Node copy =
        mutator.newNode(node.operator(), name, inputs, own, node.carried(), Optional.empty());
    for (Result result : node.results()) {
      Optional<Result> taken = Optional.ofNullable(wanted.get(result));
      taken.ifPresent(target -> mutator.moveResult(target, copy, result.index()));
      copies.put(
          result,
          taken.orElseGet(
              () -> mutator.addResult(copy, result.index(), fresh(result.name(), mutator))));
    }
    return copy;
  }

  private Value copy(Value value) {
    if (!(value instanceof NamedValue named)) {
      return Absent.ABSENT;
    }
    Optional<Value> copied = Optional.ofNullable(copies.get(value));
    if (copied.isEmpty()
        && named.graph() != place.graph()
        && !named.graph().isAround(place.graph())) {
      throw new IllegalStateException(value.name() + " was not copied");
    }
    return copied.orElse(value);
  }

  private Attribute copy(Attribute attribute, Graph around) {
    return switch (attribute.content()) {
      case Attribute.GraphValue(Graph graph) -> Attribute.of(attribute.name(), copy(graph, around));
      case Attribute.GraphValues(List<Graph> graphs) ->
          Attribute.of(
              attribute.name(),
              new Attribute.GraphValues(graphs.stream().map(g -> copy(g, around)).toList()));
      default -> attributes.apply(attribute);
    };
  }

  private Graph copy(Graph graph, Graph around) {
    Graph copy = Graph.createInside(around, graph.name());
    GraphMutator mutator = new GraphMutator(copy);
    for (GraphInput input : graph.inputs()) {
      String name = fresh(input.name(), mutator);
      copies.put(input, mutator.addInput(ValueInfo.of(name, input.type()), input.byDefault()));
    }
    mutator.carry(graph.carried());
    copyConstants(graph, mutator);
    for (Node node : graph.nodes()) {
      mutator.append(copy(node, mutator, Map.of()));
    }
    for (Output output : graph.outputs()) {
      NamedValue value = (NamedValue) copy(output.value());
      mutator.addOutput(value, ValueInfo.of(value.name(), output.info().type()));
    }
    return copy;
  }

  private void copyConstants(Graph from, GraphMutator mutator) {
    for (Initializer constant : from.initializers()) {
      String name = fresh(constant.name(), mutator);
      copies.put(constant, mutator.addInitializer(name, constant.payload(), Optional.empty()));
    }
  }

  private String fresh(String name, GraphMutator mutator) {
    return mutator.freshName(naming.apply(name));
  }
}
