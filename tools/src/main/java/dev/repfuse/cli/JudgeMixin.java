package dev.repfuse.cli;

import dev.repfuse.fitness.Judge;
import dev.repfuse.fitness.Question;
import dev.repfuse.search.Evaluator;
import dev.repfuse.search.Parallel;
import dev.repfuse.search.SearchStopped;
import dev.repfuse.search.store.Archive;
import dev.repfuse.search.store.RememberedWorth;
import dev.repfuse.supernet.Accuracies;
import dev.repfuse.supernet.Extraction;
import dev.repfuse.supernet.Judged;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options about accuracies of architectures that are found out on data, where some is given.
 */
final class JudgeMixin {
  @Option(
      names = "--data",
      paramLabel = "<file>",
      description =
          "Rank operators by accuracies, too: samples with labels, .npz or a folder with a folder"
              + " of images for each class.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--judge",
      paramLabel = "<n>",
      defaultValue = "10",
      description = "Architectures with each operator that are run on them (${DEFAULT-VALUE}).")
  private int each;

  @Option(
      names = "--cache",
      paramLabel = "<file>",
      description = "Where accuracies are kept for the next call (default: nowhere).")
  private Optional<Path> cache = Optional.empty();

  @Mixin private FitnessMixin fitness = new FitnessMixin();

  /** Whether there is data. */
  boolean isAsked() {
    return data.isPresent();
  }

  /** How many architectures with each operator are run. */
  int each() {
    if (each < 1) {
      throw new UsageException("--judge: %d is below 1".formatted(each));
    }
    return each;
  }

  /**
   * Runs architectures of a supernet on the data.
   *
   * @param drawn distinct ones
   * @param table others, which may be among them
   */
  Judged judge(
      Path supernet,
      Extraction extraction,
      List<int[]> drawn,
      Optional<Accuracies> table,
      Progress progress) {
    Judge judge = fitness.judge(data.orElseThrow(), extraction);
    long begun = System.nanoTime();
    Set<List<Integer>> all = new LinkedHashSet<>();
    drawn.forEach(child -> all.add(words(child)));
    table.ifPresent(rows -> rows.architectures().forEach(child -> all.add(words(child))));
    Map<List<Integer>, Double> worth = new HashMap<>();
    int evaluated;
    try (Interruption interruption = new Interruption();
        Scratch scratch = Scratch.make();
        Archive archive =
            Archive.open(cache.orElseGet(() -> scratch.folder().resolve("cache.sqlite")));
        Evaluator local =
            new Parallel(
                judge::worth, Runtime.getRuntime().availableProcessors(), interruption::isAsked)) {
      RememberedWorth known = new RememberedWorth(local, archive, Question.worth(supernet, judge));
      known.evaluate(
          List.copyOf(all),
          (architecture, found) -> {
            worth.put(architecture, found.value());
            progress.share("judging", worth.size() / (double) all.size());
          });
      evaluated = known.evaluated();
    } catch (SearchStopped e) {
      throw new UsageException("interrupted: --cache keeps accuracies for the next call");
    }
    return new Judged(
        new Accuracies(drawn, Map.of(Judged.NAME, figures(drawn, worth))),
        table.map(rows -> rows.with(Judged.NAME, figures(rows.architectures(), worth))),
        evaluated,
        (System.nanoTime() - begun) / 1e9);
  }

  private static double[] figures(List<int[]> children, Map<List<Integer>, Double> worth) {
    return children.stream()
        .mapToDouble(child -> Optional.ofNullable(worth.get(words(child))).orElseThrow())
        .toArray();
  }

  private static List<Integer> words(int[] child) {
    return Arrays.stream(child).boxed().toList();
  }
}
