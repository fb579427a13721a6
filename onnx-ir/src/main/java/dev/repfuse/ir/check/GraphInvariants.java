package dev.repfuse.ir.check;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks what every graph in memory must keep true: links in both directions, order, names. A
 * violation is a bug of repfuse, not of a file.
 */
public final class GraphInvariants {
  private final Map<NamedValue, Set<Use>> read = new LinkedHashMap<>();
  private final Set<NamedValue> defined = new HashSet<>();

  private GraphInvariants() {}

  /**
   * Checks a main graph, or the body of a function, with every subgraph in it.
   *
   * @throws IllegalStateException that says what is wrong
   */
  public static void check(Graph graph) {
    GraphInvariants invariants = new GraphInvariants();
    invariants.walk(graph);
    invariants.compareUses();
  }

  private void walk(Graph graph) {
    Map<String, NamedValue> names = new HashMap<>();
    require(
        graph.holdsInitializers() || graph.initializers().isEmpty(),
        graph.name(),
        "is a function's body and has initializers");
    graph.inputs().forEach(input -> define(input, graph, names));
    for (Initializer initializer : graph.initializers()) {
      define(initializer, graph, names);
    }
    Optional<Node> previous = Optional.empty();
    int count = 0;
    for (Node node : graph.nodes()) {
      require(node.graph() == graph, node, "belongs to another graph");
      require(node.isAttached(), node, "is in the list but counts as removed");
      require(node.previous().equals(previous), node, "does not know the node before it");
      boolean later = previous.isEmpty() || previous.get().order() < node.order();
      require(later, node, "has an order number that does not grow");
      walk(node, names);
      previous = Optional.of(node);
      count++;
    }
    require(graph.lastNode().equals(previous), graph.name(), "does not know its last node");
    require(graph.nodeCount() == count, graph.name(), "has a wrong count of nodes");
    for (int i = 0; i < graph.outputs().size(); i++) {
      Output output = graph.outputs().get(i);
      require(
          output.info().name().equals(output.value().name()),
          output.value(),
          "is declared as '" + output.info().name() + "'");
      reads(output.value(), new Use.ByGraphOutput(graph, i));
    }
  }

  private void walk(Node node, Map<String, NamedValue> names) {
    for (int i = 0; i < node.inputs().size(); i++) {
      if (node.input(i) instanceof NamedValue value) {
        reads(value, new Use.ByNode(node, i));
      }
    }
    for (Graph subgraph : node.subgraphs()) {
      require(subgraph.outer().equals(Optional.of(node.graph())), node, "has a stray subgraph");
      walk(subgraph);
    }
    List<Value> outputs = node.outputs();
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i) instanceof Result result) {
        require(result.producer() == node, result, "is listed by a node that is not its producer");
        require(result.index() == i, result, "does not know which output it is");
        define(result, node.graph(), names);
      }
    }
  }

  private void define(NamedValue value, Graph graph, Map<String, NamedValue> names) {
    require(value.graph() == graph, value, "belongs to another graph");
    require(!value.name().isEmpty(), value, "has no name");
    require(names.putIfAbsent(value.name(), value) == null, value, "shares its name");
    require(graph.names().isTaken(value.name()), value, "has a name that counts as free");
    defined.add(value);
  }

  private void reads(NamedValue value, Use use) {
    require(defined.contains(value), value, "is read, before it is defined, by " + use);
    read.computeIfAbsent(value, v -> new LinkedHashSet<>()).add(use);
  }

  private void compareUses() {
    for (NamedValue value : defined) {
      Set<Use> expected = read.getOrDefault(value, Set.of());
      Set<Use> linked = new LinkedHashSet<>(value.uses());
      linked.removeIf(use -> use instanceof Use.ByReference);
      require(linked.equals(expected), value, "has uses " + linked + ", is read by " + expected);
    }
  }

  private static void require(boolean holds, Object what, String otherwise) {
    if (!holds) {
      throw new IllegalStateException("'" + what + "' " + otherwise);
    }
  }
}
