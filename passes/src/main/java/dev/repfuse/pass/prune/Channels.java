package dev.repfuse.pass.prune;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Output;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.List;
import java.util.Set;

/** Finds which positions of which axes of a graph can only go together. */
final class Channels {
  private Channels() {}

  /**
   * The ties of a main graph: everything that its callers see stays.
   *
   * @param free names of outputs that may get other extents
   */
  static Ties of(Graph graph, Facts facts, Set<String> free) {
    Ties ties = new Ties(facts);
    for (GraphInput input : graph.inputs()) {
      ties.pinAll(input, new Pin("graph input '" + input.name() + "'", "callers give it"));
    }
    relate(graph, ties);
    for (Output output : graph.outputs()) {
      String words = "graph output '" + output.value().name() + "'";
      if (!free.contains(output.value().name())) {
        ties.pinAll(output.value(), new Pin(words, "callers read it"));
      } else if (output.value().uses().size() > 1) {
        ties.pinAll(output.value(), new Pin(words, "it is read inside of the graph, too"));
      }
    }
    ties.decideJoints();
    return ties;
  }

  /** Lets the rules look at the nodes of a graph. */
  static void relate(Graph graph, Ties ties) {
    Facts facts = ties.facts();
    for (Initializer initializer : graph.initializers()) {
      if (facts.constant(initializer).isEmpty()) {
        ties.pinAll(
            initializer,
            new Pin(
                "initializer '" + initializer.name() + "'",
                facts.whyNotConstant(initializer).sentence()));
      } else if (initializer.payload().type().bits() % Byte.SIZE != 0) {
        ties.pinAll(
            initializer,
            new Pin(
                "initializer '" + initializer.name() + "'", "its elements take no whole bytes"));
      }
    }
    for (Node node : graph.nodes()) {
      if (hasShapes(node, facts)) {
        TieRules.of(node, ties).relate(node, ties);
      } else {
        UnknownTies.pin(node, ties, "a rank is not known");
      }
    }
  }

  private static boolean hasShapes(Node node, Facts facts) {
    for (List<Value> values : List.of(node.inputs(), node.outputs())) {
      for (Value value : values) {
        if (!(value instanceof Absent) && facts.shape(value).isEmpty()) {
          return false;
        }
      }
    }
    return true;
  }
}
