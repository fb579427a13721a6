package dev.repfuse.cli;

import dev.repfuse.search.Metric;
import dev.repfuse.search.evolve.Preset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options about how a search goes. */
final class PresetMixin {
  private static final List<Preset> PRESETS = List.of(Preset.SPOS, Preset.META_PRUNING, Preset.ABS);

  @Option(
      names = "--preset",
      paramLabel = "<name>",
      defaultValue = "spos",
      description =
          "The constants of a published search: spos, metapruning or abs (default"
              + " ${DEFAULT-VALUE}).")
  private String preset = "";

  @Option(
      names = "--population",
      paramLabel = "<n>",
      description = "Candidates in a generation, instead of the preset's 50.")
  private Optional<Integer> population = Optional.empty();

  @Option(
      names = "--generations",
      paramLabel = "<n>",
      description = "Generations, the random first one included, instead of the preset's 20.")
  private Optional<Integer> generations = Optional.empty();

  @Option(
      names = "--objective",
      paramLabel = "<figure>",
      description =
          "Look for candidates that are worth much and have little of this, by NSGA-II: macs,"
              + " params, bytes or latency.")
  private Optional<String> objective = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      defaultValue = "0",
      description = "Seed of all that is drawn (default ${DEFAULT-VALUE}).")
  private long seed;

  long seed() {
    return seed;
  }

  Preset preset() {
    Preset named =
        PRESETS.stream()
            .filter(each -> each.name().equals(preset))
            .findFirst()
            .orElseThrow(() ->
                new UsageException(
                    "--preset: there is no '%s'; there are %s"
                        .formatted(
                            preset,
                            PRESETS.stream().map(Preset::name).collect(Collectors.joining(", ")))));
    try {
      return named.resized(
          population.orElse(named.population()), generations.orElse(named.generations()));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--population, --generations: " + e.getMessage());
    }
  }

  Optional<Metric> objective() {
    return objective.map(name ->
        Metric.named(name)
            .orElseThrow(() ->
                new UsageException(
                    "--objective: there is no '%s'; there are macs, params, bytes and latency"
                        .formatted(name))));
  }
}
