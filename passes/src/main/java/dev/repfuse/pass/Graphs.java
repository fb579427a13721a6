package dev.repfuse.pass;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Function;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.OpsetImport;
import dev.repfuse.ir.infer.Types;
import dev.repfuse.pass.cost.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The graphs that passes work on: the main graph, the bodies of functions, and the subgraphs of
 * control flow in both. A graph stands before those inside of it, which may read what it computes;
 * functions come last, in the file's order.
 */
final class Graphs {
  /** From this operator set on, a Constant node can hold a tensor of any type. */
  private static final long OLDEST_OPSET_OF_FUNCTIONS = 13;

  /**
   * What belongs to a graph.
   *
   * @param function words for the function that it lies in; empty for none
   * @param owner the node that runs it
   * @param words where it lies, for reports; empty for the main graph
   */
  private record Place(Facts facts, String function, Optional<Node> owner, String words) {
    static Place outermost(Facts facts, String function) {
      return new Place(facts, function, Optional.empty(), function);
    }

    Place inside(Node owner, String attribute) {
      String words = " in %s of %s%s".formatted(attribute, owner, function);
      return new Place(facts, function, Optional.of(owner), words);
    }
  }

  private final Map<Graph, Place> places = new LinkedHashMap<>();

  private Graphs() {}

  /**
   * Finds the graphs of a model.
   *
   * <p>Left out are subgraphs of operators that are not known, subgraphs of files older than IR
   * version 4, whose initializers may be inputs as well, and functions written in operator sets in
   * which a Constant node could not hold every constant.
   */
  static Graphs of(Model model, Target target, Growth growth) {
    Graphs graphs = new Graphs();
    boolean inside = model.irVersion() >= Model.OVERRIDABLE_SINCE;
    Facts main = Facts.ofMain(model, Types.infer(model), target, growth);
    graphs.add(model.graph(), Place.outermost(main, ""), inside);
    for (Function function : model.functions()) {
      if (OpsetImport.version(function.opsets(), "").orElse(0) >= OLDEST_OPSET_OF_FUNCTIONS) {
        Types types = Types.infer(model, function);
        Facts facts = Facts.ofFunction(model, function, types, target, growth);
        String words = " in function '" + function.operator().type() + "'";
        graphs.add(function.body(), Place.outermost(facts, words), inside);
      }
    }
    return graphs;
  }

  private void add(Graph graph, Place place, boolean inside) {
    places.put(graph, place);
    if (!inside) {
      return;
    }
    for (Node node : graph.nodes()) {
      if (!runsSubgraphs(node, place.facts())) {
        continue;
      }
      for (Attribute attribute : node.attributes()) {
        for (Graph body : attribute.graphs()) {
          add(body, place.inside(node, attribute.name()), true);
        }
      }
    }
  }

  private static boolean runsSubgraphs(Node node, Facts facts) {
    return switch (node.opType()) {
      case "If", "Loop", "Scan", "SequenceMap" -> facts.isOwn(node);
      default -> false;
    };
  }

  /** The graphs that are still in the model. */
  List<Graph> all() {
    List<Graph> live = new ArrayList<>(places.size());
    for (Graph graph : places.keySet()) {
      if (isLive(graph)) {
        live.add(graph);
      }
    }
    return live;
  }

  /** Whether passes work on a graph, and it is still in the model. */
  boolean isLive(Graph graph) {
    return Optional.ofNullable(places.get(graph))
        .filter(place -> place.owner().map(Node::isAttached).orElse(true))
        .isPresent();
  }

  /** What may be known in a graph; subgraphs share it with the graph around them. */
  Facts facts(Graph graph) {
    return known(graph).facts();
  }

  /** A node for reports: operator, name, and where it lies if that is not the main graph. */
  String describe(Node node) {
    return node + place(node.graph());
  }

  /** Where a graph lies, as words to put behind a node; empty for the main graph. */
  String place(Graph graph) {
    return known(graph).words();
  }

  private Place known(Graph graph) {
    return Optional.ofNullable(places.get(graph))
        .orElseThrow(() -> new IllegalStateException("graph '" + graph.name() + "' is not known"));
  }

  /** Nodes in all of them together. */
  int nodeCount() {
    return all().stream().mapToInt(Graph::nodeCount).sum();
  }
}
