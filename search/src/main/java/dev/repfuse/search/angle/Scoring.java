package dev.repfuse.search.angle;

import dev.repfuse.pass.choice.SearchSpace;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Scores operators by the mean angle of architectures that contain them: all, where the space has
 * no more than {@link #largest}, else {@link #samples} distinct ones for each operator, of which
 * each counts for all its operators.
 *
 * @param legal which architectures count, of those that have a way through and any weights at all
 */
public record Scoring(Angles angles, int samples, long largest, long seed, Predicate<int[]> legal) {
  /** Draws in a row that give nothing new, after which an operator has to do with what it has. */
  private static final int PATIENCE = 1_000;

  /**
   * What came of it.
   *
   * @param exact whether all legal architectures were counted
   * @param children how many distinct ones
   */
  public record Scores(List<ScoredOperator> operators, boolean exact, long children) {
    public Scores {
      operators = List.copyOf(operators);
    }
  }

  /** The scores of the operators that are left of a space, by decider and choice. */
  public Scores of(SearchSpace space) {
    List<List<Integer>> choices = space.choices();
    boolean exact = space.size().compareTo(BigInteger.valueOf(largest)) <= 0;
    Tally tally = new Tally();
    long children = exact ? all(choices, tally) : drawn(choices, tally);
    List<ScoredOperator> scored = new ArrayList<>();
    for (int decider = 0; decider < choices.size(); decider++) {
      for (int choice : choices.get(decider)) {
        scored.add(tally.of(new Operator(decider, choice)));
      }
    }
    return new Scores(scored, exact, children);
  }

  private boolean counts(int[] child) {
    return angles.isConnected(child) && legal.test(child);
  }

  private long all(List<List<Integer>> choices, Tally tally) {
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
      double angle = counts(child) ? angles.angle(child) : Double.NaN;
      if (!Double.isNaN(angle)) {
        tally.add(child, angle);
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

  private long drawn(List<List<Integer>> choices, Tally tally) {
    Children draw = new Children(angles, choices, new SplittableRandom(seed));
    Distinct seen = new Distinct(angles.counts());
    int[] child = new int[choices.size()];
    for (int decider = 0; decider < choices.size(); decider++) {
      for (int choice : choices.get(decider)) {
        Operator operator = new Operator(decider, choice);
        int idle = 0;
        while (tally.count(operator) < samples && idle < PATIENCE) {
          draw.draw(operator, child);
          double angle = counts(child) ? angles.angle(child) : Double.NaN;
          if (!Double.isNaN(angle) && seen.add(child)) {
            tally.add(child, angle);
            idle = 0;
          } else {
            idle++;
          }
        }
      }
    }
    return seen.size();
  }

  /** Sums of angles by operator. */
  private final class Tally {
    private final int[] rows = angles.rows();
    private final double[] sums = new double[angles.size()];
    private final long[] counts = new long[angles.size()];

    void add(int[] child, double angle) {
      for (int decider = 0; decider < child.length; decider++) {
        int at = rows[decider] + child[decider];
        sums[at] += angle;
        counts[at]++;
      }
    }

    long count(Operator operator) {
      return counts[rows[operator.decider()] + operator.choice()];
    }

    ScoredOperator of(Operator operator) {
      long count = count(operator);
      double sum = sums[rows[operator.decider()] + operator.choice()];
      return new ScoredOperator(
          operator, count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count), count);
    }
  }
}
