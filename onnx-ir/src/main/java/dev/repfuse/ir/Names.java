package dev.repfuse.ir;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The names that a model uses, so that a new one never collides. */
public final class Names {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> next = new HashMap<>();

  /** Marks a name as used; false if it was already. */
  boolean take(String name) {
    return taken.add(name);
  }

  /** Keeps a name that a file defines, so that {@link #fresh} never returns it. */
  public void reserve(String name) {
    taken.add(name);
  }

  /** Whether some value carries this name. */
  public boolean isTaken(String name) {
    return taken.contains(name);
  }

  /** A name nobody uses: {@code hint} itself if it is free, else with the smallest free number. */
  String fresh(String hint) {
    if (!hint.isEmpty() && taken.add(hint)) {
      return hint;
    }
    int number = next.getOrDefault(hint, 1);
    String candidate = hint + "_" + number++;
    while (!taken.add(candidate)) {
      candidate = hint + "_" + number++;
    }
    next.put(hint, number);
    return candidate;
  }
}
