package dev.repfuse.calibrate;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The BatchNormalizations of a model's main graph by level: one of a level reads, through whatever
 * lies between, only those of lower levels. So all of a level can be measured at once.
 */
final class Norms {
  private Norms() {}

  /** The levels from the input on; empty if there is no BatchNormalization. */
  static List<List<Node>> levels(Model model) {
    Facts facts = Facts.of(model);
    Graph graph = model.graph();
    Map<Value, Integer> depths = new HashMap<>();
    List<List<Node>> levels = new ArrayList<>();
    for (Node node : graph.nodes()) {
      int depth = 0;
      for (Value input : node.inputs()) {
        depth = Math.max(depth, depths.getOrDefault(input, 0));
      }
      if (isNorm(node, facts)) {
        if (levels.size() == depth) {
          levels.add(new ArrayList<>());
        }
        levels.get(depth).add(node);
        depth++;
      }
      for (Value result : node.outputs()) {
        depths.put(result, depth);
      }
    }
    return levels;
  }

  /** In inference mode, with statistics that can be replaced. */
  private static boolean isNorm(Node node, Facts facts) {
    return facts.is(node, "BatchNormalization")
        && node.intAttribute("training_mode", 0) == 0
        && facts.constant(node.input(3)).isPresent()
        && facts.constant(node.input(4)).isPresent();
  }
}
