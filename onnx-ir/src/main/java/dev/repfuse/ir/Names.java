package dev.repfuse.ir;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names that a graph and its subgraphs use, so that a new one never collides. */
public final class Names {
  private final Map<String, Optional<Graph>> taken = new HashMap<>();
  private final Map<String, Set<Graph>> repeated = new HashMap<>(0);
  private final Map<String, Integer> next = new HashMap<>();

  /** Marks a name as that of a value of {@code graph}. */
  void define(String name, Graph graph) {
    Optional<Graph> before = taken.getOrDefault(name, Optional.empty());
    if (before.isEmpty()) {
      taken.put(name, Optional.of(graph));
    } else if (before.get() != graph) {
      Set<Graph> graphs = repeated.computeIfAbsent(name, n -> new LinkedHashSet<>());
      graphs.add(before.get());
      graphs.add(graph);
    }
  }

  /** Keeps a name that a file defines, so that {@link #fresh} never returns it. */
  public void reserve(String name) {
    taken.putIfAbsent(name, Optional.empty());
  }

  /** Whether some value carries this name. */
  public boolean isTaken(String name) {
    return taken.containsKey(name);
  }

  /**
   * Whether a graph inside of {@code graph} has, or has had, a value of its own of this name, so
   * that the name may mean another value there.
   */
  public boolean isShadowed(String name, Graph graph) {
    for (Graph other : repeated.getOrDefault(name, Set.of())) {
      if (graph.isAround(other)) {
        return true;
      }
    }
    return false;
  }

  /** A name nobody uses: {@code hint} itself if it is free, else with the smallest free number. */
  String fresh(String hint) {
    if (!hint.isEmpty() && taken.putIfAbsent(hint, Optional.empty()) == null) {
      return hint;
    }
    int number = next.getOrDefault(hint, 1);
    String candidate = hint + "_" + number++;
    while (taken.putIfAbsent(candidate, Optional.empty()) != null) {
      candidate = hint + "_" + number++;
    }
    next.put(hint, number);
    return candidate;
  }
}
