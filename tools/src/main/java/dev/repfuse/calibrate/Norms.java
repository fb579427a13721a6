package dev.repfuse.calibrate;

import dev.repfuse.ir.ConstantNode;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The layers of a model's main graph that are calibrated, by level: one of a level reads, through
 * whatever lies between, only those of lower levels. So all of a level can be measured at once.
 */
final class Norms {
  private Norms() {}

  /** The BatchNormalizations from the input on; empty if there is none. */
  static List<List<Node>> levels(Model model) {
    Facts facts = Facts.of(model);
    return levels(model.graph(), node -> isNorm(node, facts));
  }

  /** The nodes of a kind, from the input on. */
  static List<List<Node>> levels(Graph graph, Predicate<Node> kind) {
    Map<Value, Integer> depths = new HashMap<>();
    List<List<Node>> levels = new ArrayList<>();
    for (Node node : graph.nodes()) {
      int depth = depth(node, depths);
      if (kind.test(node)) {
        if (levels.size() == depth) {
          levels.add(new ArrayList<>());
        }
        levels.get(depth).add(node);
        depth++;
      }
      for (Value result : node.results()) {
        depths.put(result, depth);
      }
    }
    return levels;
  }

  /** That of the deepest value that a node reads, also from inside of its bodies. */
  private static int depth(Node node, Map<Value, Integer> depths) {
    int depth = 0;
    for (Value input : node.inputs()) {
      depth = Math.max(depth, depths.getOrDefault(input, 0));
    }
    for (Graph body : node.subgraphs()) {
      for (Graph graph : body.withInner()) {
        for (Node inner : graph.nodes()) {
          for (Value input : inner.inputs()) {
            depth = Math.max(depth, depths.getOrDefault(input, 0));
          }
        }
        for (var output : graph.outputs()) {
          depth = Math.max(depth, depths.getOrDefault(output.value(), 0));
        }
      }
    }
    return depth;
  }

  /** The BatchNormalizations that are not calibrated. */
  static List<Left> left(Model model) {
    Facts facts = Facts.of(model);
    List<Left> left = new ArrayList<>();
    List<Graph> graphs = new ArrayList<>(model.graph().withInner());
    model.functions().forEach(function -> graphs.addAll(function.body().withInner()));
    for (Graph graph : graphs) {
      for (Node node : graph.nodes()) {
        if (node.is("BatchNormalization") && !graph.equals(model.graph())) {
          left.add(new Left(node.label(), "it lies in a body or a function"));
        } else if (node.is("BatchNormalization") && !isNorm(node, facts)) {
          left.add(
              new Left(
                  node.label(),
                  "it is in training mode, or its statistics are no constants, or are there for"
                      + " each position"));
        }
      }
    }
    return left;
  }

  /** In inference mode, with statistics that can be replaced. */
  static boolean isNorm(Node node, Facts facts) {
    return facts.is(node, "BatchNormalization")
        && node.intAttribute("training_mode", 0) == 0
        && node.intAttribute("spatial", 1) == 1
        && node.results().size() == 1
        && constant(node.input(3), facts).isPresent()
        && constant(node.input(4), facts).isPresent();
  }

  /** How many channels a BatchNormalization has. */
  static int channels(Node norm, Facts facts) {
    return (int) constant(norm.input(3), facts).orElseThrow().elementCount();
  }

  /** The numbers of a constant, also behind Identities, by which exporters share them. */
  static Optional<Tensor> constant(Value value, Facts facts) {
    Value source = value;
    while (source instanceof Result result && facts.is(result.producer(), "Identity")) {
      source = result.producer().input(0);
    }
    return source instanceof Result result && facts.is(result.producer(), "Constant")
        ? ConstantNode.tensor(result.producer())
        : facts.constant(source);
  }
}
