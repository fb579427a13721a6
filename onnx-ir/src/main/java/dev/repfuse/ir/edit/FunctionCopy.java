package dev.repfuse.ir.edit;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Carried;
import dev.repfuse.ir.Function;
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

/** Copies a function's body in front of a node that calls it, and lets it compute what that did. */
final class FunctionCopy {
  private final Node call;
  private final Function function;
  private final Map<Value, Value> copies = new HashMap<>();
  private final List<Node> made = new ArrayList<>();

  FunctionCopy(Node call, Function function) {
    this.call = call;
    this.function = function;
  }

  /** Why a call cannot be replaced. */
  static Optional<String> whyNot(Node call, Function function) {
    Graph body = function.body();
    if (call.inputs().size() > body.inputs().size()
        || call.outputs().size() > body.outputs().size()) {
      return Optional.of("the call has more inputs or outputs than the function");
    }
    for (int i = 0; i < body.outputs().size(); i++) {
      int place = body.inputs().indexOf(body.outputs().get(i).value());
      if (place >= 0 && call.input(place) instanceof Absent && call.output(i) instanceof Result) {
        return Optional.of("it returns an input that the call leaves out");
      }
    }
    return whyNot(call, function, body);
  }

  private static Optional<String> whyNot(Node call, Function function, Graph graph) {
    for (Node node : graph.nodes()) {
      for (Attribute attribute : node.attributes()) {
        if (attribute.content() instanceof Attribute.Reference(String name, int typeCode)) {
          Optional<Attribute> given = given(name, call, function);
          if (given.isEmpty()) {
            return Optional.of("nobody gives its attribute '%s'".formatted(name));
          }
          if (!given.get().graphs().isEmpty()
              || given.get().content() instanceof Attribute.Reference) {
            return Optional.of("its attribute '%s' is no plain value".formatted(name));
          }
        }
        for (Graph subgraph : attribute.graphs()) {
          if (!subgraph.carried().fields().isEmpty()) {
            return Optional.of("a subgraph holds what may refer to names");
          }
          if (subgraph.outputs().stream().anyMatch(o -> o.value().graph() != subgraph)) {
            return Optional.of("a subgraph returns a value from around it");
          }
          Optional<String> inside = whyNot(call, function, subgraph);
          if (inside.isPresent()) {
            return inside;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** An attribute of the call, or the function's default for it. */
  private static Optional<Attribute> given(String name, Node call, Function function) {
    return call.attribute(name)
        .or(() -> function.defaults().stream().filter(a -> a.name().equals(name)).findFirst());
  }

  /** The nodes that stand in the place of the call, which is gone. */
  List<Node> replaceCall() {
    Graph body = function.body();
    for (int i = 0; i < body.inputs().size(); i++) {
      copies.put(body.inputs().get(i), call.input(i));
    }
    Map<Value, Result> wanted = new HashMap<>();
    List<Integer> repeated = new ArrayList<>(0);
    for (int i = 0; i < body.outputs().size(); i++) {
      if (call.output(i) instanceof Result result) {
        boolean takesOver =
            body.outputs().get(i).value() instanceof Result computed
                && wanted.putIfAbsent(computed, result) == null;
        if (!takesOver) {
          repeated.add(i);
        }
      }
    }
    GraphMutator mutator = new GraphMutator(call.graph());
    for (Node node : body.nodes()) {
      Node copy = copy(node, mutator, wanted);
      mutator.insertBefore(copy, call);
      made.add(copy);
    }
    repeated.forEach(output -> returnAgain(output, mutator));
    mutator.remove(call);
    return made;
  }

  /** Returns an input, or a value that is returned already, as a result of its own. */
  private void returnAgain(int output, GraphMutator mutator) {
    Value value = copy(function.body().outputs().get(output).value());
    Node identity =
        mutator.newNode(
            Operator.standard("Identity"),
            "",
            List.of(value),
            List.of(),
            Carried.NONE,
            Optional.empty());
    mutator.insertBefore(identity, call);
    mutator.moveResult((Result) call.output(output), identity, 0);
    made.add(identity);
  }

  private Node copy(Node node, GraphMutator mutator, Map<Value, Result> wanted) {
    List<Value> inputs = node.inputs().stream().map(this::copy).toList();
    List<Attribute> attributes = new ArrayList<>(node.attributes().size());
    Graph place = mutator.graph();
    node.attributes().forEach(attribute -> attributes.add(copy(attribute, place)));
    String name = node.name().isEmpty() ? "" : renamed(node.name());
    Node copy =
        mutator.newNode(
            node.operator(), name, inputs, attributes, node.carried(), Optional.empty());
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
    return value instanceof Absent
        ? value
        : Optional.ofNullable(copies.get(value))
            .orElseThrow(() -> new IllegalStateException(value.name() + " was not copied"));
  }

  private Attribute copy(Attribute attribute, Graph place) {
    return switch (attribute.content()) {
      case Attribute.Reference(String name, int typeCode) ->
          Attribute.of(attribute.name(), given(name, call, function).orElseThrow().content());
      case Attribute.GraphValue(Graph graph) -> Attribute.of(attribute.name(), copy(graph, place));
      case Attribute.GraphValues(List<Graph> graphs) ->
          Attribute.of(
              attribute.name(),
              new Attribute.GraphValues(graphs.stream().map(g -> copy(g, place)).toList()));
      default -> attribute;
    };
  }

  private Graph copy(Graph graph, Graph place) {
    Graph copy = Graph.createInside(place, graph.name());
    GraphMutator mutator = new GraphMutator(copy);
    for (GraphInput input : graph.inputs()) {
      String name = fresh(input.name(), mutator);
      copies.put(input, mutator.addInput(ValueInfo.of(name, input.type()), input.byDefault()));
    }
    for (Initializer constant : graph.initializers()) {
      String name = fresh(constant.name(), mutator);
      copies.put(constant, mutator.addInitializer(name, constant.payload(), Optional.empty()));
    }
    for (Node node : graph.nodes()) {
      mutator.append(copy(node, mutator, Map.of()));
    }
    for (Output output : graph.outputs()) {
      NamedValue value = (NamedValue) copy(output.value());
      mutator.addOutput(value, ValueInfo.of(value.name(), output.info().type()));
    }
    return copy;
  }

  private String renamed(String name) {
    return call.label() + "/" + name;
  }

  private String fresh(String name, GraphMutator mutator) {
    return mutator.freshName(renamed(name));
  }
}
