package dev.repfuse.pass.prune;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Operators of which nothing is known: all that they touch stays. */
final class UnknownTies {
  private UnknownTies() {}

  static void relate(Node node, Ties ties) {
    pin(node, ties, "the operator has no rule");
  }

  /** Keeps all that the node reads and makes, in its subgraphs too. */
  static void pin(Node node, Ties ties, String cause) {
    Pin pin = new Pin(node.toString(), cause);
    Deque<Node> nodes = new ArrayDeque<>(List.of(node));
    while (!nodes.isEmpty()) {
      Node next = nodes.pop();
      for (List<Value> values : List.of(next.inputs(), next.outputs())) {
        values.forEach(value -> ties.pinAll(value, pin));
      }
      for (Graph subgraph : next.subgraphs()) {
        subgraph.nodes().forEach(nodes::push);
        subgraph.outputs().forEach(output -> ties.pinAll(output.value(), pin));
      }
    }
  }
}
