package dev.repfuse.supernet;

import dev.repfuse.pass.choice.SearchSpace;
import dev.repfuse.search.angle.AngleTable.Matched;
import dev.repfuse.search.angle.History;
import dev.repfuse.search.angle.Operator;
import dev.repfuse.search.angle.OperatorCosts;
import dev.repfuse.search.angle.Schedule;
import dev.repfuse.search.angle.Scoring;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Steps of angle-based shrinking: score the operators that are left, rank them, drop the worst. */
public final class Shrinking {
  private final Matched matched;
  private final Options options;

  /**
   * How a space is shrunk.
   *
   * @param drop how many operators a step drops; if empty, the schedule says
   * @param stop a space of no more architectures is left as it is
   * @param repeated whether steps follow each other with the same weights, down to that size
   * @param samples architectures that are drawn for each operator
   * @param largest a space of no more architectures is counted as a whole
   * @param least fewest multiply-accumulates of an architecture that counts
   * @param most the most
   */
  public record Options(
      Schedule schedule,
      OptionalInt drop,
      long stop,
      boolean repeated,
      int samples,
      long largest,
      long least,
      long most,
      long seed) {
    /** Whether not all architectures are legal. */
    boolean limits() {
      return least > 0 || most < Long.MAX_VALUE;
    }
  }

  /**
   * One step.
   *
   * @param seconds that drawing and scoring took
   * @param dropped worst first
   */
  public record Step(
      SearchSpace before,
      Scoring.Scores scores,
      double seconds,
      List<Operator> dropped,
      SearchSpace after) {
    public Step {
      dropped = List.copyOf(dropped);
    }
  }

  /** What was done; the first step has the scores of the space as it came. */
  public record Outcome(List<Step> steps, History history) {
    public Outcome {
      steps = List.copyOf(steps);
    }

    /** What is left. */
    public SearchSpace space() {
      return steps.getLast().after();
    }
  }

  public Shrinking(Matched matched, Options options) {
    this.matched = matched;
    this.options = options;
  }

  /** Shrinks a space; one that is small enough is scored alone. */
  public Outcome run(SearchSpace space, History past) {
    List<Step> steps = new ArrayList<>();
    SearchSpace left = space;
    History history = past;
    boolean more;
    do {
      Step step = step(left);
      steps.add(step);
      left = step.after();
      OptionalInt replaced = history.replacedAfter();
      if (!step.dropped().isEmpty()) {
        history = history.next(options.schedule(), drops(step.before()), matched.trained());
      }
      more =
          options.repeated()
              && !step.dropped().isEmpty()
              && !isSmall(left)
              && history.replacedAfter().equals(replaced);
    } while (more);
    return new Outcome(steps, history);
  }

  private boolean isSmall(SearchSpace space) {
    return space.size().compareTo(BigInteger.valueOf(options.stop())) <= 0;
  }

  private int drops(SearchSpace space) {
    return options.drop().orElse(options.schedule().drops(space.deciders().size()));
  }

  private Step step(SearchSpace space) {
    long start = System.nanoTime();
    Scoring.Scores scores =
        new Scoring(matched.angles(), options.samples(), options.largest(), options.seed(), legal())
            .of(space);
    double seconds = (System.nanoTime() - start) / 1e9;
    List<Operator> dropped =
        isSmall(space) || scores.children() == 0
            ? List.of()
            : options.schedule().dropped(space, scores.operators(), drops(space));
    return new Step(space, scores, seconds, dropped, Schedule.without(space, dropped));
  }

  private Predicate<int[]> legal() {
    Optional<OperatorCosts> macs = matched.macs().filter(costs -> options.limits());
    return macs.<Predicate<int[]>>map(costs ->
            child -> {
              long cost = costs.of(child);
              return cost >= options.least() && cost <= options.most();
            })
        .orElse(child -> true);
  }
}
