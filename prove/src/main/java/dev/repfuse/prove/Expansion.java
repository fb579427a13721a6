package dev.repfuse.prove;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Carried;
import dev.repfuse.ir.Function;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.GraphMutator;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.OpsetImport;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A copy of a model in which calls of some functions are replaced by what they call, as the ONNX IR
 * specification defines a call: inputs and outputs by position, attributes by name.
 */
final class Expansion {
  private static final int DEEPEST = 32;
  private static final int MOST_NODES = 200_000;

  private final Model model;
  private final Predicate<Function> expanded;
  private final List<OpsetImport> imports;
  private int made;

  private Expansion(Model model, Predicate<Function> expanded) {
    this.model = model;
    this.expanded = expanded;
    this.imports = new ArrayList<>(model.opsets());
  }

  /** What names mean in one call of a function, or outside of all. */
  private static final class Scope {
    final int depth;
    final String prefix;
    final Map<String, Attribute> attributes = new HashMap<>();
    final Map<Value, Value> values = new HashMap<>();
    final Map<Value, String> names = new HashMap<>();

    Scope(int depth, String prefix) {
      this.depth = depth;
      this.prefix = prefix;
    }

    Value value(Value value) {
      if (value instanceof Absent) {
        return value;
      }
      return Optional.ofNullable(values.get(value))
          .orElseThrow(() -> new Unprovable("'%s' is not defined".formatted(value)));
    }

    NamedValue named(Value value) {
      if (value(value) instanceof NamedValue named) {
        return named;
      }
      throw new Unprovable("an input is returned that is left out");
    }
  }

  /**
   * Replaces the calls.
   *
   * @param expanded which functions' calls
   * @throws Unprovable if a call is not one that the specification explains, or is of another
   *     version of an operator set than the model
   */
  static Model of(Model model, Predicate<Function> expanded) {
    return new Expansion(model, expanded).copy();
  }

  private Model copy() {
    Graph main = model.graph();
    Graph copy = Graph.create(main.name());
    GraphMutator mutator = new GraphMutator(copy);
    reserve(main, copy);
    fill(main, mutator, new Scope(0, ""));
    List<Function> kept = model.functions().stream().filter(expanded.negate()).toList();
    return new Model(model.irVersion(), model.producer(), imports, copy, kept, model.carried());
  }

  /** Keeps the names of the model's own values free for them. */
  private static void reserve(Graph graph, Graph copy) {
    graph.inputs().forEach(input -> copy.names().reserve(input.name()));
    graph.initializers().forEach(constant -> copy.names().reserve(constant.name()));
    for (Node node : graph.nodes()) {
      node.results().forEach(result -> copy.names().reserve(result.name()));
      node.subgraphs().forEach(subgraph -> reserve(subgraph, copy));
    }
  }

  /** Copies a graph of the model, or a subgraph. */
  private void fill(Graph graph, GraphMutator mutator, Scope scope) {
    if (scope.depth == 0) {
      graph.valueInfos().values().forEach(mutator::declare);
    }
    for (GraphInput input : graph.inputs()) {
      ValueInfo info =
          scope.depth == 0 ? input.info() : ValueInfo.of(name(input, mutator, scope), input.type());
      scope.values.put(input, mutator.addInput(info, input.byDefault()));
    }
    for (Initializer constant : graph.initializers()) {
      String name = name(constant, mutator, scope);
      scope.values.put(
          constant, mutator.addInitializer(name, constant.payload(), Optional.empty()));
    }
    nodes(graph, mutator, scope);
    for (Output output : graph.outputs()) {
      NamedValue value = scope.named(output.value());
      ValueInfo info =
          scope.depth == 0 ? output.info() : ValueInfo.of(value.name(), output.info().type());
      mutator.addOutput(value, info);
    }
  }

  private void nodes(Graph graph, GraphMutator mutator, Scope scope) {
    for (Node node : graph.nodes()) {
      Optional<Function> called = model.functionOf(node).filter(expanded);
      if (called.isPresent()) {
        call(node, called.get(), mutator, scope);
      } else {
        mutator.append(node(node, mutator, scope));
      }
      if (made++ > MOST_NODES) {
        throw new Unprovable("functions become more than %d nodes".formatted(MOST_NODES));
      }
    }
  }

  private Node node(Node node, GraphMutator mutator, Scope scope) {
    List<Value> inputs = node.inputs().stream().map(scope::value).toList();
    List<Attribute> attributes = new ArrayList<>();
    for (Attribute attribute : node.attributes()) {
      attributes.add(attribute(attribute, mutator.graph(), scope));
    }
    Node copy =
        mutator.newNode(
            node.operator(),
            node.name().isEmpty() ? "" : scope.prefix + node.name(),
            inputs,
            attributes,
            node.carried(),
            Optional.empty());
    for (int i = 0; i < node.outputs().size(); i++) {
      if (node.output(i) instanceof Result result) {
        Result made = mutator.addResult(copy, i, name(result, mutator, scope));
        scope.values.put(result, made);
      } else {
        mutator.addAbsentResult(copy, i);
      }
    }
    return copy;
  }

  private static String name(NamedValue value, GraphMutator mutator, Scope scope) {
    if (scope.depth == 0) {
      return value.name();
    }
    return Optional.ofNullable(scope.names.get(value))
        .orElseGet(() -> mutator.freshName(scope.prefix + value.name()));
  }

  private Attribute attribute(Attribute attribute, Graph place, Scope scope) {
    return switch (attribute.content()) {
      case Attribute.Reference(String name, int typeCode) ->
          Attribute.of(
              attribute.name(),
              Optional.ofNullable(scope.attributes.get(name))
                  .orElseThrow(
                      () -> new Unprovable("nobody gives a function's '%s'".formatted(name)))
                  .content());
      case Attribute.GraphValue(Graph graph) ->
          Attribute.of(attribute.name(), subgraph(graph, place, scope));
      case Attribute.GraphValues(List<Graph> graphs) ->
          Attribute.of(
              attribute.name(),
              new Attribute.GraphValues(
                  graphs.stream().map(graph -> subgraph(graph, place, scope)).toList()));
      default -> attribute;
    };
  }

  private Graph subgraph(Graph graph, Graph place, Scope scope) {
    Graph copy = Graph.createInside(place, graph.name());
    fill(graph, new GraphMutator(copy), scope);
    return copy;
  }

  private void call(Node call, Function function, GraphMutator mutator, Scope scope) {
    Graph body = function.body();
    if (scope.depth >= DEEPEST) {
      throw new Unprovable("functions call each other too deeply");
    }
    if (call.inputs().size() > body.inputs().size()
        || call.outputs().size() > body.outputs().size()) {
      throw new Unprovable("%s does not fit its function".formatted(call));
    }
    requireVersions(function);
    Scope inner = new Scope(scope.depth + 1, scope.prefix + call.label() + "/");
    for (int i = 0; i < body.inputs().size(); i++) {
      inner.values.put(body.inputs().get(i), scope.value(call.input(i)));
    }
    function.defaults().forEach(byDefault -> inner.attributes.put(byDefault.name(), byDefault));
    for (Attribute given : call.attributes()) {
      inner.attributes.put(given.name(), attribute(given, mutator.graph(), scope));
    }
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < body.outputs().size(); i++) {
      if (call.output(i) instanceof Result result) {
        NamedValue returned = body.outputs().get(i).value();
        if (returned instanceof Result && !inner.names.containsKey(returned)) {
          inner.names.put(returned, name(result, mutator, scope));
        } else {
          others.add(i);
        }
      }
    }
    nodes(body, mutator, inner);
    for (int i = 0; i < body.outputs().size(); i++) {
      if (call.output(i) instanceof Result result) {
        NamedValue value = inner.named(body.outputs().get(i).value());
        scope.values.put(result, others.contains(i) ? again(value, result, mutator, scope) : value);
      }
    }
  }

  /** A value that has a name already, under another one too. */
  private Result again(NamedValue value, Result name, GraphMutator mutator, Scope scope) {
    Node identity =
        mutator.newNode(
            Operator.standard("Identity"),
            "",
            List.of(value),
            List.of(),
            Carried.NONE,
            Optional.empty());
    Result result = mutator.addResult(identity, 0, name(name, mutator, scope));
    mutator.append(identity);
    return result;
  }

  /** Operators must mean in the model what they mean in the function. */
  private void requireVersions(Function function) {
    Set<String> domains = new TreeSet<>();
    domains(function.body(), domains);
    for (String domain : domains) {
      OptionalLong own = OpsetImport.version(function.opsets(), domain);
      OptionalLong around = OpsetImport.version(imports, domain);
      if (own.isEmpty()) {
        throw new Unprovable(
            "a function does not say which version of '%s' it uses".formatted(domain));
      }
      if (around.isEmpty()) {
        imports.add(new OpsetImport(domain, own.getAsLong(), Optional.empty()));
      } else if (around.getAsLong() != own.getAsLong()) {
        throw new Unprovable(
            "a function is written in version %d of '%s', the model in version %d"
                .formatted(own.getAsLong(), domain, around.getAsLong()));
      }
    }
  }

  private static void domains(Graph graph, Set<String> found) {
    for (Node node : graph.nodes()) {
      found.add(node.operator().canonicalDomain());
      node.subgraphs().forEach(subgraph -> domains(subgraph, found));
    }
  }
}
