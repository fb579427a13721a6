package dev.repfuse.pass.clean;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Sweep;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the nodes that depend on nothing but constants and are safe to run. */
final class ConstantCones {
  /** Nodes that share a smaller constant have nothing to do with each other. */
  private static final long WORTH_SHARING = 1024;

  private final Map<Node, Integer> places = new LinkedHashMap<>();
  private final int[] parents;

  private ConstantCones(int nodes) {
    this.parents = new int[nodes];
  }

  /**
   * Groups of nodes that share values or large constants, each in topological order.
   *
   * @param refused results that are not to be computed
   */
  static Collection<List<Node>> in(
      Graph graph, Facts facts, Set<Result> refused, Sweep.Remarks remarks) {
    ConstantCones cones = new ConstantCones(graph.nodeCount());
    EvaluationBudget budget = new EvaluationBudget();
    for (Node node : graph.nodes()) {
      if (cones.dependsOnConstants(node, facts)
          && node.results().stream().noneMatch(r -> refused.contains(r) || isReferenced(r))) {
        Optional<Reason> reason = whyNot(node, facts).or(() -> budget.refuse(node, facts));
        reason.ifPresentOrElse(
            because -> remarks.declined(node, because, ""),
            () -> cones.places.put(node, cones.places.size()));
      }
    }
    return cones.connected();
  }

  private static boolean isReferenced(Result result) {
    return result.uses().stream().anyMatch(Use.ByReference.class::isInstance);
  }

  /** The nodes that these values need, in topological order: those of outer graphs come first. */
  static List<Node> nodesFor(List<Result> wanted) {
    Set<Node> needed = new HashSet<>();
    Deque<Node> work = new ArrayDeque<>();
    wanted.forEach(result -> work.add(result.producer()));
    List<Node> nodes = new ArrayList<>();
    while (!work.isEmpty()) {
      Node node = work.remove();
      if (needed.add(node)) {
        nodes.add(node);
        for (Value input : node.inputs()) {
          if (input instanceof Result result) {
            work.add(result.producer());
          }
        }
      }
    }
    nodes.sort(
        Comparator.comparingInt((Node node) -> depth(node.graph())).thenComparingLong(Node::order));
    return nodes;
  }

  private static int depth(Graph graph) {
    return graph.outer().map(around -> 1 + depth(around)).orElse(0);
  }

  /** Whether a node computes from constants what could be stored instead. */
  private boolean dependsOnConstants(Node node, Facts facts) {
    if (!facts.isStandard(node)
        || !(Evaluable.isListed(node) || !Determinism.isDeterministic(node))
        || !node.subgraphs().isEmpty()
        || node.result().isEmpty()
        || facts.element(node.result().get()) == ElementType.STRING) {
      return false;
    }
    for (Value input : node.inputs()) {
      boolean constant =
          input instanceof Absent
              || facts.constant(input).isPresent()
              || (input instanceof Result result && places.containsKey(result.producer()));
      if (!constant) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Reason> whyNot(Node node, Facts facts) {
    if (!Determinism.isDeterministic(node)) {
      return Optional.of(Reason.NOT_DETERMINISTIC);
    }
    return Evaluable.isSafe(node, facts)
        ? Optional.empty()
        : Optional.of(Reason.UNSAFE_TO_EVALUATE);
  }

  private Collection<List<Node>> connected() {
    for (int i = 0; i < places.size(); i++) {
      parents[i] = i;
    }
    Map<Initializer, Integer> readers = new HashMap<>();
    places.forEach((node, place) -> {
      for (Value input : node.inputs()) {
        switch (input) {
          case Result result -> join(place, places.getOrDefault(result.producer(), place));
          case Initializer constant when isLarge(constant) ->
              join(place, readers.computeIfAbsent(constant, c -> place));
          default -> {}
        }
      }
    });
    Map<Integer, List<Node>> groups = new LinkedHashMap<>();
    places.forEach(
        (node, place) -> groups.computeIfAbsent(root(place), r -> new ArrayList<>()).add(node));
    return groups.values();
  }

  private static boolean isLarge(Initializer constant) {
    return constant.tensor().filter(tensor -> tensor.byteSize() > WORTH_SHARING).isPresent();
  }

  private void join(int a, int b) {
    parents[root(a)] = root(b);
  }

  private int root(int place) {
    int at = place;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }
}
