package dev.repfuse.supernet;

import dev.repfuse.pass.choice.SearchSpace;
import dev.repfuse.search.angle.AngleTable.Matched;
import dev.repfuse.search.angle.History;
import dev.repfuse.search.angle.Operator;
import dev.repfuse.search.angle.Population;
import dev.repfuse.search.angle.Schedule;
import dev.repfuse.search.angle.Scoring;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

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
   * @param population the architectures by which operators are judged
   */
  public record Options(
      Schedule schedule, OptionalInt drop, long stop, boolean repeated, Population population) {}

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
    Scoring.Scores scores = new Scoring(matched.angles(), options.population()).of(space);
    double seconds = (System.nanoTime() - start) / 1e9;
    List<Operator> dropped =
        isSmall(space) || scores.children() == 0
            ? List.of()
            : options.schedule().dropped(space, scores.operators(), drops(space));
    return new Step(space, scores, seconds, dropped, Schedule.without(space, dropped));
  }
}
