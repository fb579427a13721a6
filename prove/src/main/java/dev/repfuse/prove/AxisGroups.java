package dev.repfuse.prove;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Axes of sources that are moved along together. Of each source at most one is in a group: where
 * two are equal there is a diagonal, which moving along both would hide.
 */
final class AxisGroups {
  private final List<Integer> joined = new ArrayList<>();
  private final List<Set<Integer>> sources = new ArrayList<>();

  /** A new axis of a source, in a group of its own. */
  int add(int source) {
    joined.add(joined.size());
    sources.add(new HashSet<>(Set.of(source)));
    return joined.size() - 1;
  }

  /** The first axis of the group that an axis is in. */
  int root(int axis) {
    int root = axis;
    while (joined.get(root) != root) {
      root = joined.get(root);
    }
    return root;
  }

  /** Puts two axes into one group; whether that may be. */
  boolean join(int one, int other) {
    int a = Math.min(root(one), root(other));
    int b = Math.max(root(one), root(other));
    if (a == b) {
      return true;
    }
    if (sources.get(a).stream().anyMatch(sources.get(b)::contains)) {
      return false;
    }
    joined.set(b, a);
    sources.get(a).addAll(sources.get(b));
    return true;
  }

  /** For each axis the next one of its group: the same for the same groups. */
  @Override
  public String toString() {
    return joined.toString();
  }
}
