package dev.repfuse.report.page;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/** What flows into a node: the values that it or its subgraphs read of the node's own graph. */
final class Flow {
  private Flow() {}

  /** Every value, constants included, each once. */
  static Set<NamedValue> into(Node node) {
    Set<NamedValue> values = new LinkedHashSet<>();
    node.inputs().forEach(value -> add(value, node.graph(), values));
    Deque<Graph> inside = new ArrayDeque<>(node.subgraphs());
    while (!inside.isEmpty()) {
      Graph graph = inside.remove();
      for (Node inner : graph.nodes()) {
        inner.inputs().forEach(value -> add(value, node.graph(), values));
        inside.addAll(inner.subgraphs());
      }
      for (Output output : graph.outputs()) {
        add(output.value(), node.graph(), values);
      }
    }
    return values;
  }

  private static void add(Value value, Graph graph, Set<NamedValue> values) {
    if (value instanceof NamedValue named && named.graph() == graph) {
      values.add(named);
    }
  }

  /** Whether a value depends on what the model is given: it is no constant of the file. */
  static boolean isComputed(NamedValue value) {
    return value instanceof Result
        || (value instanceof GraphInput input && input.byDefault().isEmpty());
  }
}
