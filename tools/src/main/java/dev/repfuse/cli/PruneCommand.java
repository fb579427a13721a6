package dev.repfuse.cli;

import dev.repfuse.Prune;
import dev.repfuse.PruneOptions;
import dev.repfuse.PruneResult;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.pass.prune.PruningException;
import dev.repfuse.pass.prune.Selector;
import dev.repfuse.recover.Recovery;
import dev.repfuse.report.GroupTable;
import dev.repfuse.report.PruneText;
import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.OrtFailure;
import dev.repfuse.runtime.bench.Benchmark;
import dev.repfuse.runtime.bench.BenchmarkOptions;
import dev.repfuse.runtime.bench.PairedRatio;
import dev.repfuse.runtime.bench.Recording;
import dev.repfuse.runtime.device.LocalDevice;
import dev.repfuse.runtime.verify.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes channels from a network and compares it with the masked original. */
@Command(
    name = "prune",
    synopsisHeading = "Usage: repfuse ",
    sortOptions = false,
    description =
        "Remove channels from a network; the result computes what the original computes with these"
            + " channels masked.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  repfuse prune model.onnx --list             which channels can go, and what keeps the rest",
      "  repfuse prune model.onnx --ratio 0.5        writes model.pruned.onnx",
      "  repfuse prune model.onnx --macs 300M        as few channels as that takes",
      "  repfuse prune model.onnx --arch arch.json   those that a file says"
    })
final class PruneCommand extends Action {
  @Parameters(paramLabel = "<model.onnx>", description = "The network.")
  private Path input = Path.of("");

  @Option(names = "--list", description = "List groups of channels that can only go together.")
  private boolean list;

  @Mixin private SelectMixin select = new SelectMixin();

  @Option(
      names = "--freeze-weights",
      description =
          "Take weights for constants that are also inputs of the graph; callers can no longer give"
              + " others.")
  private boolean freezeWeights;

  @Option(
      names = "--allow-output",
      paramLabel = "<name>",
      description = "An output of the graph that may lose channels; may be repeated.")
  private List<String> outputs = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<file>",
      description = "Where the result goes (default: <model>.pruned.onnx beside the model).")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--recover",
      paramLabel = "<data>",
      description =
          "Then fit the weights that read channels which went, layer by layer, to what the original"
              + " gives on real data: a folder of images, .npz, .npy, .pb.")
  private Optional<Path> recover = Optional.empty();

  @Mixin private DataMixin samples = new DataMixin();

  @Option(
      names = "--benchmark",
      description = "Then time the result against the network that it was made of, for 10 seconds.")
  private boolean benchmark;

  @Mixin private WriteMixin write = new WriteMixin();

  @Mixin private VerifyMixin verify = new VerifyMixin();

  @Override
  public Integer call() {
    if (list) {
      GroupTable table = new GroupTable(input, network());
      console().out().print(json() ? table.json() + "\n" : table.text());
      console().out().flush();
      return ExitCode.DONE;
    }
    Selector choice = select.selector(input, verify.options().seed());
    Path target = Targets.resolved(output.orElseGet(() -> Targets.beside(input, "pruned")));
    Targets.requireFree(target, input, write.overwrites());
    ArchOutput architecture = new ArchOutput(target);
    architecture.requireFree(write.overwrites());
    return prune(target, architecture, choice);
  }

  private PruneOptions options() {
    return new PruneOptions(freezeWeights, Set.copyOf(outputs), select.machine());
  }

  private Network network() {
    try {
      return Prune.network(input, options());
    } catch (PruningException e) {
      throw new UsageException(input + ": " + e.getMessage());
    }
  }

  private int prune(Path target, ArchOutput architecture, Selector choice) {
    PruneResult result = pruned(choice);
    try (Staging staging = new Staging(Ownership.marked(result.model(), input), target)) {
      Optional<Verdict> verdict =
          write.verifies() ? compared(result, target, staging) : Optional.empty();
      boolean failed = verdict.filter(v -> !v.provesEqual()).isPresent();
      Optional<Recovery.Report> fitted =
          failed ? Optional.empty() : recover.map(data -> recovered(result, data));
      if (fitted.isPresent()) {
        writeFitted(result, target);
      } else if (!failed) {
        staging.commit();
      }
      if (!failed) {
        architecture.write(result.architecture());
      }
      Optional<PairedRatio> ratio =
          failed || !benchmark ? Optional.empty() : Optional.of(timed(target));
      Optional<Path> written = failed ? Optional.empty() : Optional.of(target);
      PruneText report = new PruneText(input, result, verdict, fitted, ratio, written);
      tell(report::text, report::json);
      if (failed) {
        console().say("repfuse: %s; nothing was written".formatted(verdict.get().words()));
      }
      return failed ? ExitCode.DIFFERENT : ExitCode.DONE;
    }
  }

  private Recovery.Report recovered(PruneResult result, Path data) {
    try (Progress progress = new Progress(console(), quiet() || json())) {
      return Prune.recover(
          input,
          result,
          model -> samples.batches(data, model),
          layer -> progress.say("fitting " + layer));
    } catch (OrtFailure e) {
      throw new UsageException(input + ": cannot be run: " + e.getMessage());
    }
  }

  private void writeFitted(PruneResult result, Path target) {
    try (Staging fitted = new Staging(Ownership.marked(result.model(), input), target)) {
      fitted.commit();
    }
  }

  /** The time of the result as a part of that of the network. */
  private PairedRatio timed(Path result) {
    try (Progress progress = new Progress(console(), quiet() || json())) {
      Recording recording =
          Benchmark.of(
                  LocalDevice.HERE,
                  List.of(input.toAbsolutePath(), result.toAbsolutePath()),
                  BenchmarkOptions.defaults())
              .run(share -> progress.share("measuring", share));
      return PairedRatio.of(recording.episodes(), 1, 0);
    } catch (DataException e) {
      throw new UsageException("%s is written, but: %s".formatted(result, e.getMessage()));
    }
  }

  private PruneResult pruned(Selector choice) {
    try {
      return Prune.prune(input, choice, options());
    } catch (PruningException e) {
      throw new UsageException("%s: %s: %s".formatted(input, choice.words(), e.getMessage()));
    }
  }

  /**
   * Runs the masked original, a file of its own for as long as that takes, and the result; before
   * that, if blocks went, the original and what it is without them.
   */
  private Optional<Verdict> compared(PruneResult result, Path target, Staging staging) {
    if (!result.blocks().isEmpty() && !result.keepsFunction()) {
      try (Staging blockless = new Staging(Prune.blockless(input, result), target)) {
        Optional<Verdict> first = compared(input, blockless.path());
        if (first.filter(verdict -> !verdict.provesEqual()).isPresent()) {
          return first;
        }
      }
    }
    try (Staging masked = new Staging(Prune.masked(input, result), target)) {
      return compared(masked.path(), staging.path());
    }
  }

  private Optional<Verdict> compared(Path reference, Path other) {
    try (Progress progress = new Progress(console(), quiet() || json());
        Running running = Running.start(reference, verify, progress)) {
      return running.compareWith(other);
    }
  }
}
