package dev.repfuse.search.angle;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/**
 * Draws architectures that contain an operator, as angle-based shrinking does: where a space has
 * identities, first how many there are, each number equally likely, then where they are; everything
 * else uniformly.
 */
final class Children {
  private final int[][] identities;
  private final int[][] others;
  private final SplittableRandom random;
  private final int[] order;
  private int skipped;

  /**
   * Of a space.
   *
   * @param choices those that are left, by decider
   */
  Children(Angles angles, List<List<Integer>> choices, SplittableRandom random) {
    this.random = random;
    this.identities = new int[choices.size()][];
    this.others = new int[choices.size()][];
    List<Integer> skippable = new ArrayList<>();
    for (int i = 0; i < choices.size(); i++) {
      int decider = i;
      identities[i] = numbers(choices.get(i), choice -> angles.isIdentity(decider, choice));
      others[i] = numbers(choices.get(i), choice -> !angles.isIdentity(decider, choice));
      if (identities[i].length > 0 && others[i].length > 0) {
        skippable.add(i);
      }
    }
    order = skippable.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] numbers(List<Integer> choices, IntPredicate kind) {
    return choices.stream().mapToInt(Integer::intValue).filter(kind).toArray();
  }

  /** Fills in an architecture that contains the operator. */
  void draw(Operator with, int[] child) {
    for (int i = 0; i < child.length; i++) {
      child[i] = pick(others[i].length > 0 ? others[i] : identities[i]);
    }
    if (order.length > 0) {
      skip(with.decider());
    }
    for (int i = 0; i < skipped; i++) {
      child[order[i]] = pick(identities[order[i]]);
    }
    child[with.decider()] = with.choice();
  }

  /** Puts the layers that are to be skipped to the front; the operator's own layer is not one. */
  private void skip(int except) {
    int free = order.length;
    for (int i = 0; i < free; i++) {
      if (order[i] == except) {
        free--;
        swap(i, free);
      }
    }
    skipped = random.nextInt(free + 1);
    for (int i = 0; i < skipped; i++) {
      swap(i, i + random.nextInt(free - i));
    }
  }

  private void swap(int a, int b) {
    int kept = order[a];
    order[a] = order[b];
    order[b] = kept;
  }

  private int pick(int[] from) {
    return from[random.nextInt(from.length)];
  }
}
