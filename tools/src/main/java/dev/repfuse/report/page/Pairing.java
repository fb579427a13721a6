package dev.repfuse.report.page;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How the two sides belong together, in the terms of the page: which boxes have which colour. */
final class Pairing {
  private static final int HUES = 8;

  private final Graph before;
  private final Correspondence correspondence;
  private final List<Region> folded;
  private final Map<Node, Integer> numbers = new HashMap<>();
  private final Set<Node> gone;

  Pairing(Side first, Side second) {
    before = first.model().model().graph();
    correspondence = Correspondence.between(before, second.model().model().graph());
    folded = correspondence.regions().stream().filter(region -> !region.isKept()).toList();
    folded.forEach(region -> numbers.put(region.after().getLast(), numbers.size()));
    gone = Set.copyOf(correspondence.gone());
  }

  /** Regions in which something changed. */
  List<Region> folded() {
    return folded;
  }

  /** All regions. */
  List<Region> regions() {
    return correspondence.regions();
  }

  /** Nodes of the first side that nothing stands for. */
  List<Node> gone() {
    return correspondence.gone();
  }

  /** The regions that a node belongs to, its own first. */
  List<Region> of(Node node) {
    return correspondence.regionsOf(node);
  }

  /** The classes of a node's box, for the style sheet. */
  String classes(Node node) {
    if (gone.contains(node)) {
      return "node gone";
    }
    return of(node).stream()
        .map(region -> region.after().getLast())
        .filter(numbers::containsKey)
        .findFirst()
        .map(last -> "node folded h" + numbers.getOrDefault(last, 0) % HUES)
        .orElse("node kept");
  }

  /** What became of a node, or what it was made of, in one clause. */
  String words(Node node) {
    if (gone.contains(node)) {
      return "gone: nothing reads it any more";
    }
    List<String> words = new ArrayList<>();
    for (Region region : of(node)) {
      boolean first = node.graph() == before;
      List<Node> others = first ? region.after() : region.before();
      if (region.isKept()) {
        words.add("the same on both sides");
      } else if (others.isEmpty()) {
        words.add("new");
      } else {
        words.add((first ? "folded into " : "made of ") + names(others));
      }
    }
    return String.join("; ", words);
  }

  private static String names(List<Node> nodes) {
    return nodes.size() > 3
        ? nodes.size() + " nodes"
        : nodes.stream().map(Node::toString).collect(Collectors.joining(", "));
  }
}
