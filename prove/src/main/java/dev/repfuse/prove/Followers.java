package dev.repfuse.prove;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Use;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The values that a value becomes by affine operators, the nearest first. An optimizer that folds a
 * chain of them may let the result carry the name of any.
 */
final class Followers {
  private static final int MOST = 8;

  private Followers() {}

  /** At most eight of them. */
  static List<Result> of(Result value, Side side) {
    Set<Result> found = new LinkedHashSet<>();
    Deque<Result> open = new ArrayDeque<>(List.of(value));
    while (!open.isEmpty() && found.size() < MOST) {
      for (Use use : open.remove().uses()) {
        if (use instanceof Use.ByNode(Node reader, _) && side.isAffine(reader)) {
          reader.results().stream().filter(found::add).forEach(open::add);
        }
      }
    }
    return new ArrayList<>(found).subList(0, Math.min(MOST, found.size()));
  }
}
