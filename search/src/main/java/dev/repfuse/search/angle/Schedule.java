package dev.repfuse.search.angle;

import dev.repfuse.pass.choice.SearchSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How many operators one step drops, and from where, as the paper's spaces have it. */
public enum Schedule {
  /** Chain spaces of 21 layers: 7, wherever they are. */
  SPOS(7),
  /** Chain spaces of 19 layers: 19, wherever they are. */
  FAIRNAS(19),
  /** Cell spaces of 14 edges: the worst of each edge. */
  DARTS(14),
  /** Of other spaces: a third of the number of layers, as 7 is of 21, wherever they are. */
  THIRD(0);

  /** Past this many drops, the weights after the step become the initial ones, once. */
  private static final int REPLACED_BEYOND = 50;

  private final int drops;

  Schedule(int drops) {
    this.drops = drops;
  }

  /** How many operators a step drops of a space with so many deciders, if there are enough. */
  public int drops(int deciders) {
    return switch (this) {
      case SPOS, FAIRNAS -> drops;
      case DARTS -> deciders;
      case THIRD -> Math.max(1, Math.round(deciders / 3f));
    };
  }

  /**
   * Whether the initial weights are replaced by the current ones after a step, which happens once:
   * as soon as steps times drops is above 50, but not in spaces of cells.
   *
   * @param before how many operators were to be dropped in all steps before
   * @param after the same with this step
   */
  public boolean replacesInitial(int before, int after) {
    return this != DARTS && before <= REPLACED_BEYOND && after > REPLACED_BEYOND;
  }

  /**
   * The operators that go, worst first: those of the smallest scores, but never the last one of a
   * layer. Where scores are equal, the one that stands first goes.
   *
   * @param scores of all operators that are left; one without a score goes first
   * @param drops how many; of each layer one for {@link #DARTS}
   */
  public List<Operator> dropped(SearchSpace space, List<ScoredOperator> scores, int drops) {
    int[] left = space.choices().stream().mapToInt(List::size).toArray();
    int[] least = left.clone();
    for (int i = 0; i < least.length; i++) {
      least[i] = this == DARTS ? Math.max(1, left[i] - 1) : 1;
    }
    List<Operator> dropped = new ArrayList<>();
    List<ScoredOperator> order =
        scores.stream()
            .sorted(
                Comparator.comparingDouble(
                    scored -> scored.score().orElse(Double.NEGATIVE_INFINITY)))
            .toList();
    for (ScoredOperator scored : order) {
      int decider = scored.operator().decider();
      if (dropped.size() < drops && left[decider] > least[decider]) {
        left[decider]--;
        dropped.add(scored.operator());
      }
    }
    return dropped;
  }

  /** The space without operators. */
  public static SearchSpace without(SearchSpace space, List<Operator> dropped) {
    List<List<Integer>> left = new ArrayList<>();
    for (int i = 0; i < space.choices().size(); i++) {
      int decider = i;
      left.add(
          space.choices().get(i).stream()
              .filter(choice -> !dropped.contains(new Operator(decider, choice)))
              .toList());
    }
    return space.keeping(left);
  }
}
