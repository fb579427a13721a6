package dev.repfuse.pass.prune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Positions along axes, numbered from 0, in classes that can only be removed together (a union-find
 * forest with path halving). A class is pinned if one of its positions is.
 */
final class Atoms {
  /**
   * Consecutive atoms: the positions of an axis.
   *
   * @param first the atom of position 0
   */
  record Line(int first, int extent) {
    /** The atom of a position. */
    int at(int position) {
      return first + position;
    }
  }

  private int[] parents = new int[1 << 10];
  private int count;
  private final List<Optional<Pin>> pins = new ArrayList<>();
  private final BitSet heads = new BitSet();

  /** New atoms, each a class of its own. */
  Line line(int extent) {
    int first = count;
    count += extent;
    if (count > parents.length) {
      parents = Arrays.copyOf(parents, Math.max(count, 2 * parents.length));
    }
    for (int atom = first; atom < count; atom++) {
      parents[atom] = atom;
      pins.add(Optional.empty());
    }
    return new Line(first, extent);
  }

  /** The atom that stands for the class: the lowest in it. */
  int classOf(int atom) {
    int at = atom;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /** Makes two atoms one class. */
  void join(int a, int b) {
    int first = classOf(a);
    int second = classOf(b);
    if (first == second) {
      return;
    }
    int low = Math.min(first, second);
    int high = Math.max(first, second);
    parents[high] = low;
    heads.set(low, heads.get(low) || heads.get(high));
    if (pins.get(low).isEmpty()) {
      pins.set(low, pins.get(high));
    }
  }

  /** Keeps a class where it is; the first cause counts. */
  void pin(int atom, Pin pin) {
    int at = classOf(atom);
    if (pins.get(at).isEmpty()) {
      pins.set(at, Optional.of(pin));
    }
  }

  /** Says that the class counts independent products, such as the heads of an attention. */
  void markHead(int atom) {
    heads.set(classOf(atom));
  }

  boolean isHead(int atom) {
    return heads.get(classOf(atom));
  }

  /** What keeps the atom's class where it is. */
  Optional<Pin> pinOf(int atom) {
    return pins.get(classOf(atom));
  }
}
