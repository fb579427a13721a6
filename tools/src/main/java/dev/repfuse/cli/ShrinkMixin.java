package dev.repfuse.cli;

import dev.repfuse.pass.choice.ChoiceException;
import dev.repfuse.search.Bound;
import dev.repfuse.search.Metric;
import dev.repfuse.search.angle.AngleTable;
import dev.repfuse.search.angle.History;
import dev.repfuse.search.angle.OperatorCosts;
import dev.repfuse.search.angle.Population;
import dev.repfuse.search.angle.Schedule;
import dev.repfuse.supernet.Shrinking;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** The options about how a search space is shrunk. */
final class ShrinkMixin {
  private static final int MOST_SAMPLES = 1_000_000;

  @Option(
      names = "--schedule",
      paramLabel = "<name>",
      description =
          "How many operators a step drops: spos (7), fairnas (19), darts (one of each layer), or"
              + " third of the number of layers (default: what the space was shrunk by so far, or"
              + " third).")
  private Optional<Schedule> schedule = Optional.empty();

  @Option(
      names = "--drop",
      paramLabel = "<n>",
      description = "How many operators a step drops, whatever the schedule says.")
  private Optional<Integer> drop = Optional.empty();

  @Option(
      names = "--stop",
      paramLabel = "<n>",
      description = "Leave a space of no more architectures as it is (default: ${DEFAULT-VALUE}).",
      defaultValue = "1000000")
  private long stop;

  @Option(
      names = "--until-stop",
      description =
          "Take steps down to that size with the weights as they are; the paper trains in between.")
  private boolean repeated;

  @Option(
      names = "--macs",
      paramLabel = "<range>",
      description =
          "Count only architectures with so many multiply-accumulates of one sample: 330M at most,"
              + " or 290M..330M, or 290M...")
  private Optional<String> macs = Optional.empty();

  @Option(
      names = "--samples",
      paramLabel = "<n>",
      description = "Architectures drawn for each operator (default: ${DEFAULT-VALUE}).",
      defaultValue = "1000")
  private int samples;

  @Option(
      names = "--exact",
      paramLabel = "<n>",
      description =
          "Count all architectures of a space of no more than that (default: ${DEFAULT-VALUE}).",
      defaultValue = "1000000")
  private long exact;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      description = "Seed of what is drawn (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private long seed;

  long seed() {
    return seed;
  }

  /**
   * The options for a space.
   *
   * @throws UsageException if one of them is out of range
   */
  Shrinking.Options options(Optional<History> past, Population population) {
    if (drop.filter(count -> count < 1).isPresent()) {
      throw new UsageException("--drop: %d is below 1".formatted(drop.orElseThrow()));
    }
    return new Shrinking.Options(
        schedule.or(() -> past.map(History::schedule)).orElse(Schedule.THIRD),
        drop.map(OptionalInt::of).orElse(OptionalInt.empty()),
        stop,
        repeated,
        population);
  }

  /**
   * The architectures that count.
   *
   * @throws UsageException if an option is out of range
   * @throws ChoiceException if a limit depends on extents of the supernet that are not known
   */
  Population population(AngleTable.Matched matched) {
    if (samples < 1 || samples > MOST_SAMPLES) {
      throw new UsageException(
          "--samples: %d is not between 1 and %d".formatted(samples, MOST_SAMPLES));
    }
    return new Population(
        samples,
        exact,
        seed,
        macs.map(range -> within(LimitMixin.bound(Metric.MACS, range), matched))
            .orElse(child -> true));
  }

  private static Predicate<int[]> within(Bound bound, AngleTable.Matched matched) {
    OperatorCosts costs =
        matched
            .macs()
            .orElseThrow(() ->
                new ChoiceException(
                    "--macs: extents that multiply-accumulates depend on are not known"));
    return child -> bound.allows((double) costs.of(child));
  }
}
