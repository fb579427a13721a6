package dev.repfuse.cli;

import dev.repfuse.fitness.Parcel;
import dev.repfuse.search.cluster.ClusterException;
import dev.repfuse.search.cluster.ClusterWorker;
import dev.repfuse.search.cluster.Endpoint;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Evaluates candidates for a search on another machine. */
@Command(
    name = "worker",
    synopsisHeading = "Usage: repfuse ",
    sortOptions = false,
    description =
        "Evaluate candidates for a search that listens, here or on another machine, until it ends."
            + " What it needs comes from there.",
    footerHeading = "%nExamples:%n",
    footer = {"  repfuse worker 192.168.1.20:5701"})
final class WorkerCommand extends Action {
  @Parameters(
      paramLabel = "<host:port>",
      description = "Where the search listens: what search --listen was given.")
  private String search = "";

  @Option(
      names = "--threads",
      paramLabel = "<n>",
      description = "How many candidates are evaluated at once (default: as many as processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() {
    if (threads < 1) {
      throw new UsageException("--threads takes numbers from 1 on");
    }
    try (Scratch scratch = Scratch.make()) {
      work(scratch.folder());
      return ExitCode.DONE;
    } catch (IllegalArgumentException | ClusterException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private void work(Path folder) {
    Endpoint at = Endpoint.parse(search);
    try (Interruption interruption = new Interruption();
        ClusterWorker worker =
            ClusterWorker.join(at, threads, folder, files -> Parcel.read(files)::worth)) {
      say("works for the search at " + at);
      worker.await(interruption::isAsked);
      say(interruption.isAsked() ? "leaves the search to others" : "the search has ended");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(String words) {
    if (!quiet() && !json()) {
      console().out().println(words);
      console().out().flush();
    }
  }
}
