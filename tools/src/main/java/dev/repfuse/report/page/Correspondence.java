package dev.repfuse.report.page;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which nodes of one graph became which of another that was made of it, found from data flow:
 * values that survive keep their names. A node of the second graph stands for all nodes of the
 * first that lie between the values that it reads and the values that it gives.
 *
 * <p>Walking back from a result, a value that the second graph has too is where its region ends. If
 * such a value is not what the second graph's node reads, that node computes it once more (a fold
 * beside a node that somebody else still reads), and its region goes on up to what the node does
 * read.
 *
 * <p>The time is linear: a node of the first graph counts for {@value #MOST} regions at most.
 */
final class Correspondence {
  private static final int MOST = 8;

  private final Map<String, Node> makers = new HashMap<>();
  private final Map<String, Integer> positions = new HashMap<>();
  private final Map<Node, Integer> order = new HashMap<>();
  private final Set<String> surviving = new HashSet<>();
  private final Map<Node, List<Region>> regionsOf = new HashMap<>();
  private final Map<Node, Integer> visits = new HashMap<>();
  private final List<Region> regions = new ArrayList<>();
  private final List<Node> gone = new ArrayList<>();

  private Correspondence() {}

  /** Compares the nodes of two main graphs; nodes of subgraphs belong to the node around them. */
  static Correspondence between(Graph before, Graph after) {
    Correspondence found = new Correspondence();
    found.index(before, after);
    found.group(after).forEach(found::add);
    for (Node node : before.nodes()) {
      if (!found.regionsOf.containsKey(node)) {
        found.gone.add(node);
      }
    }
    return found;
  }

  /** The regions, by the order of their results in the second graph. */
  List<Region> regions() {
    return regions;
  }

  /**
   * Nodes of the first graph that nothing of the second stands for: nobody reads what they give.
   */
  List<Node> gone() {
    return gone;
  }

  /** The regions of a node of either graph, that of its own result first. */
  List<Region> regionsOf(Node node) {
    return regionsOf.getOrDefault(node, List.of());
  }

  private void index(Graph before, Graph after) {
    before.inputs().forEach(input -> positions.put(input.name(), -1));
    for (Node node : before.nodes()) {
      order.put(node, order.size());
      for (Result result : node.results()) {
        makers.put(result.name(), node);
        positions.put(result.name(), order.size() - 1);
      }
    }
    after.inputs().forEach(input -> surviving.add(input.name()));
    after.nodes().forEach(node -> node.results().forEach(r -> surviving.add(r.name())));
  }

  /** The second graph's nodes by the one whose result the first graph knows, that one last. */
  private List<List<Node>> group(Graph after) {
    Map<Node, List<Node>> groups = new LinkedHashMap<>();
    Map<String, Node> ends = new HashMap<>();
    for (Node node : after.nodeList().reversed()) {
      List<String> results = node.results().stream().map(Result::name).toList();
      Node end =
          results.stream().anyMatch(makers::containsKey)
              ? node
              : results.stream()
                  .filter(ends::containsKey)
                  .findFirst()
                  .map(name -> ends.getOrDefault(name, node))
                  .orElse(node);
      groups.computeIfAbsent(end, e -> new ArrayList<>()).add(node);
      Flow.into(node).forEach(value -> ends.put(value.name(), end));
    }
    return groups.values().stream().map(List::reversed).toList().reversed();
  }

  private void add(List<Node> after) {
    Region region = new Region(covered(after), after);
    regions.add(region);
    for (Node node : after) {
      regionsOf.put(node, List.of(region));
    }
    Set<String> results = new HashSet<>();
    after.getLast().results().forEach(result -> results.add(result.name()));
    for (Node node : region.before()) {
      List<Region> all = regionsOf.computeIfAbsent(node, n -> new ArrayList<>());
      boolean own = node.results().stream().anyMatch(result -> results.contains(result.name()));
      all.add(own ? 0 : all.size(), region);
    }
  }

  private List<Node> covered(List<Node> after) {
    Set<String> inside = new HashSet<>();
    after.forEach(node -> node.results().forEach(result -> inside.add(result.name())));
    Set<String> read = new LinkedHashSet<>();
    for (Node node : after) {
      for (NamedValue value : Flow.into(node)) {
        if (Flow.isComputed(value) && !inside.contains(value.name())) {
          read.add(value.name());
        }
      }
    }
    Walk walk = new Walk(read);
    after.getLast().results().forEach(result -> walk.visit(result.name()));
    walk.run(Integer.MAX_VALUE);
    walk.runOn();
    return walk.nodes();
  }

  /** One walk back from the results of a region. */
  private final class Walk {
    private final Set<String> missing;
    private final Set<String> read;
    private final Set<Node> seen = new HashSet<>();
    private final Deque<Node> waiting = new ArrayDeque<>();
    private final Deque<String> border = new ArrayDeque<>();

    Walk(Set<String> read) {
      this.read = read;
      this.missing = new HashSet<>(read);
    }

    void visit(String value) {
      Node maker = makers.get(value);
      if (maker != null && !seen.contains(maker) && visits.merge(maker, 1, Integer::sum) <= MOST) {
        seen.add(maker);
        waiting.add(maker);
      }
    }

    /**
     * Goes on to whatever does not survive.
     *
     * @param floor survivors that are made behind this place do not end the walk either
     */
    void run(int floor) {
      while (!waiting.isEmpty()) {
        for (NamedValue value : Flow.into(waiting.remove())) {
          String name = value.name();
          if (read.contains(name)) {
            missing.remove(name);
          } else if (surviving.contains(name) && position(name) <= floor) {
            border.add(name);
          } else {
            visit(name);
          }
        }
      }
    }

    /** Goes on beyond survivors that are computed once more, up to what the region does read. */
    void runOn() {
      int floor =
          missing.stream()
              .filter(positions::containsKey)
              .mapToInt(Correspondence.this::position)
              .min()
              .orElse(Integer.MAX_VALUE);
      border.stream().filter(name -> position(name) > floor).toList().forEach(this::visit);
      run(floor);
    }

    List<Node> nodes() {
      return seen.stream()
          .sorted(Comparator.comparingInt(node -> order.getOrDefault(node, 0)))
          .toList();
    }
  }

  private int position(String value) {
    return positions.getOrDefault(value, -1);
  }
}
