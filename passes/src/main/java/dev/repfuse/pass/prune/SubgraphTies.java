package dev.repfuse.pass.prune;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Value;
import java.util.List;

/**
 * Nodes with graphs of their own. What such a graph captures is tied by the nodes that read it, as
 * everywhere.
 */
final class SubgraphTies {
  private SubgraphTies() {}

  /** What both branches give is what the If gives. */
  static void branches(Node node, Ties ties) {
    for (Graph branch : node.subgraphs()) {
      Channels.relate(branch, ties);
      List<Output> outputs = branch.outputs();
      for (int i = 0; i < outputs.size(); i++) {
        same(node, ties, outputs.get(i).value(), node.output(i));
      }
    }
  }

  private static void same(Node node, Ties ties, Value inside, Value outside) {
    if (ties.rank(inside) != ties.rank(outside)) {
      Pin pin = new Pin(node.toString(), "its branches give different ranks");
      ties.pinAll(inside, pin);
      ties.pinAll(outside, pin);
      return;
    }
    for (int axis = 0; axis < ties.rank(inside); axis++) {
      ties.tie(node, inside, axis, outside, axis);
    }
  }

  /** Loop and Scan: what goes around stays as it is. */
  static void rounds(Node node, Ties ties) {
    Pin pin = new Pin(node.toString(), "it goes around in a loop");
    for (Graph body : node.subgraphs()) {
      Channels.relate(body, ties);
      for (GraphInput input : body.inputs()) {
        ties.pinAll(input, pin);
      }
      body.outputs().forEach(output -> ties.pinAll(output.value(), pin));
    }
    node.inputs().forEach(value -> ties.pinAll(value, pin));
    node.outputs().forEach(value -> ties.pinAll(value, pin));
  }
}
