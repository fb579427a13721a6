package dev.repfuse.search.angle;

import dev.repfuse.pass.choice.SearchSpace;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * The architectures of a space by which operators are judged: all, where the space has no more than
 * {@link #largest}, else {@link #samples} distinct ones for each operator, of which each counts for
 * all its operators.
 *
 * @param legal which architectures count, of those that have a way through and any weights at all
 */
public record Population(int samples, long largest, long seed, Predicate<int[]> legal) {
  /** Draws in a row that give nothing new, after which an operator has to do with what it has. */
  private static final int PATIENCE = 1_000;

  /** Is told architectures; the array is another's by the next one. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One that counts.
     *
     * @param angle in radians
     */
    void visit(int[] child, double angle);
  }

  /** Whether all architectures of a space are in it. */
  public boolean isWhole(SearchSpace space) {
    return space.size().compareTo(BigInteger.valueOf(largest)) <= 0;
  }

  /**
   * Visits each architecture once, in an order that the seed decides; tells how many there were.
   */
  public long visit(SearchSpace space, Angles angles, Visitor visitor) {
    return isWhole(space)
        ? all(space.choices(), angles, visitor)
        : drawn(space.choices(), angles, visitor);
  }

  /** The angle of an architecture; NaN for one that does not count. */
  private double angle(int[] child, Angles angles) {
    return angles.isConnected(child) && legal.test(child) ? angles.angle(child) : Double.NaN;
  }

  private long all(List<List<Integer>> choices, Angles angles, Visitor visitor) {
    int[][] left = new int[choices.size()][];
    int[] child = new int[left.length];
    for (int i = 0; i < left.length; i++) {
      left[i] = choices.get(i).stream().mapToInt(Integer::intValue).toArray();
      child[i] = left[i][0];
    }
    int[] at = new int[left.length];
    long count = 0;
    int turning;
    do {
      double angle = angle(child, angles);
      if (!Double.isNaN(angle)) {
        visitor.visit(child, angle);
        count++;
      }
      turning = left.length - 1;
      while (turning >= 0 && ++at[turning] == left[turning].length) {
        at[turning] = 0;
        child[turning] = left[turning][0];
        turning--;
      }
      if (turning >= 0) {
        child[turning] = left[turning][at[turning]];
      }
    } while (turning >= 0);
    return count;
  }

  private long drawn(List<List<Integer>> choices, Angles angles, Visitor visitor) {
    Children draw = new Children(angles, choices, new SplittableRandom(seed));
    Distinct seen = new Distinct(angles.counts());
    int[] rows = angles.rows();
    int[] counts = new int[angles.size()];
    int[] child = new int[choices.size()];
    for (int decider = 0; decider < choices.size(); decider++) {
      for (int choice : choices.get(decider)) {
        Operator operator = new Operator(decider, choice);
        int idle = 0;
        while (counts[rows[decider] + choice] < samples && idle < PATIENCE) {
          draw.draw(operator, child);
          double angle = angle(child, angles);
          if (!Double.isNaN(angle) && seen.add(child)) {
            visitor.visit(child, angle);
            count(child, rows, counts);
            idle = 0;
          } else {
            idle++;
          }
        }
      }
    }
    return seen.size();
  }

  private static void count(int[] child, int[] rows, int[] counts) {
    for (int decider = 0; decider < child.length; decider++) {
      counts[rows[decider] + child[decider]]++;
    }
  }
}
