package dev.repfuse.cli;

import dev.repfuse.fitness.Judge;
import dev.repfuse.fitness.Parcel;
import dev.repfuse.search.Evaluator;
import dev.repfuse.search.Parallel;
import dev.repfuse.search.cluster.Cluster;
import dev.repfuse.search.cluster.Endpoint;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Option;

/** The options about where candidates of a search are evaluated. */
final class EvaluatorMixin {
  @Option(
      names = "--threads",
      paramLabel = "<n>",
      description = "How many candidates are evaluated at once (default: as many as processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--listen",
      paramLabel = "<host:port>",
      description =
          "Leave that to processes of repfuse worker, which join here; only for a network in which"
              + " everybody is trusted.")
  private Optional<String> listen = Optional.empty();

  /** What evaluates candidates; it is open until it is closed. */
  Evaluator open(Judge judge, Path supernet, BooleanSupplier stopped) {
    if (threads < 1) {
      throw new UsageException("--threads takes numbers from 1 on");
    }
    return listen.isPresent()
        ? cluster(judge, supernet, stopped)
        : new Parallel(judge::worth, threads, stopped);
  }

  private Cluster cluster(Judge judge, Path supernet, BooleanSupplier stopped) {
    try (Scratch scratch = Scratch.make()) {
      Parcel.write(judge, supernet, scratch.folder());
      return Cluster.listen(Endpoint.parse(listen.orElseThrow()), scratch.folder(), stopped);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--listen: " + e.getMessage());
    }
  }
}
