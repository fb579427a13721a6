package dev.repfuse.search.angle;

import dev.repfuse.pass.choice.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Scores operators by the mean angle of architectures that contain them. */
public record Scoring(Angles angles, Population population) {

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
    Tally tally = new Tally();
    long children = population.visit(space, angles, tally::add);
    List<ScoredOperator> scored = new ArrayList<>();
    for (int decider = 0; decider < choices.size(); decider++) {
      for (int choice : choices.get(decider)) {
        scored.add(tally.of(new Operator(decider, choice)));
      }
    }
    return new Scores(scored, population.isWhole(space), children);
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

    ScoredOperator of(Operator operator) {
      int at = rows[operator.decider()] + operator.choice();
      return new ScoredOperator(
          operator,
          counts[at] == 0 ? OptionalDouble.empty() : OptionalDouble.of(sums[at] / counts[at]),
          counts[at]);
    }
  }
}
