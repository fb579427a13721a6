package dev.repfuse.cli;

import dev.repfuse.FuseOptions;
import dev.repfuse.FuseResult;
import dev.repfuse.Plugins;
import dev.repfuse.Repfuse;
import dev.repfuse.ir.Model;
import dev.repfuse.pass.FreezeWeights;
import dev.repfuse.prove.ModelProof;
import dev.repfuse.prove.Prover;
import dev.repfuse.report.Explanation;
import dev.repfuse.report.FuseJson;
import dev.repfuse.report.FuseSummary;
import dev.repfuse.report.FuseText;
import dev.repfuse.report.SizeCheck;
import dev.repfuse.report.Style;
import dev.repfuse.runtime.verify.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Folds a model, verifies the result and writes it. */
@Command(
    name = "fuse",
    synopsisHeading = "Usage: repfuse ",
    sortOptions = false,
    description = "Fold a model, verify the result and write it (the default command).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  repfuse model.onnx                          writes model.fused.onnx",
      "  repfuse model.onnx -o small.onnx --json     result and report for a script",
      "  repfuse model.onnx --passes=-evaluate       leaves one pass out",
      "  repfuse model.onnx --check                  for CI: exit code 1 if it could be smaller",
      "  repfuse model.onnx --shape N=8 --input batch.npz"
    })
final class FuseCommand extends Action {
  @Parameters(paramLabel = "<model.onnx>", description = "The model to fold.")
  private Path input = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<file>",
      description = "Where the result goes (default: <model>.fused.onnx beside the model).")
  private Optional<Path> output = Optional.empty();

  @Mixin private WriteMixin write = new WriteMixin();

  @Option(names = "--dry-run", description = "Write nothing.")
  private boolean dryRun;

  @Option(
      names = "--check",
      description =
          "Write nothing; exit with 1 if the model could be smaller, and say what would go.")
  private boolean check;

  @Option(
      names = "--explain",
      description = "Also tell what was folded into what, and why the rest was not.")
  private boolean explain;

  @Mixin private FoldMixin fold = new FoldMixin();

  @Option(
      names = "--prove",
      description = "Prove each replaced region equal on a basis of its inputs: docs/proof.md.")
  private boolean prove;

  @Mixin private VerifyMixin verify = new VerifyMixin();

  @Override
  public Integer call() {
    Path target = Targets.resolved(output.orElseGet(() -> Targets.beside(input, "fused")));
    boolean writes = !dryRun && !check;
    if (writes && Files.exists(input)) {
      Targets.requireFree(target, input, write.overwrites());
    }
    try (Plugins plugins = fold.plugins()) {
      return fuse(target, writes, fold.options(plugins, this::showPass));
    }
  }

  private int fuse(Path target, boolean writes, FuseOptions options) {
    Model original = Repfuse.read(input);
    boolean verifies = write.verifies() && writes;
    try (Progress progress = new Progress(console(), quiet() || json());
        Running running = verifies ? Running.start(input, verify, progress) : Running.none()) {
      progress.say("folding " + input.getFileName());
      FuseResult result = Repfuse.fuse(original, input, options);
      boolean worthWriting = result.changed() || output.isPresent();
      FuseSummary summary = FuseSummary.of(input, original, result);
      if (!writes || !worthWriting) {
        return finish(
            summary, Optional.empty(), proof(result.model(), options), Optional.empty(), result);
      }
      Model marked = result.changed() ? Ownership.marked(result.model(), input) : result.model();
      try (Staging staging = new Staging(marked, target)) {
        Optional<ModelProof> proof =
            prove ? proof(Repfuse.read(staging.path()), options) : Optional.empty();
        Optional<Verdict> verdict = running.compareWith(staging.path());
        if (failed(verdict, proof)) {
          return finish(summary, verdict, proof, Optional.empty(), result);
        }
        staging.commit();
        return finish(summary, verdict, proof, Optional.of(target), result);
      }
    }
  }

  private Optional<ModelProof> proof(Model folded, FuseOptions options) {
    if (!prove) {
      return Optional.empty();
    }
    Model original = Repfuse.read(input);
    if (options.permits(FuseOptions.Permission.FREEZING)) {
      FreezeWeights.in(original);
    }
    return Optional.of(Prover.prove(original, folded));
  }

  private static boolean failed(Optional<Verdict> verdict, Optional<ModelProof> proof) {
    return verdict.filter(v -> !v.provesEqual()).isPresent()
        || proof.filter(ModelProof::refutes).isPresent();
  }

  private void showPass(String pass) {
    if (verbose()) {
      console().say("pass " + pass);
    }
  }

  private int finish(
      FuseSummary summary,
      Optional<Verdict> verdict,
      Optional<ModelProof> proof,
      Optional<Path> written,
      FuseResult result) {
    Optional<SizeCheck> sizeCheck = check ? Optional.of(SizeCheck.of(result)) : Optional.empty();
    if (json()) {
      console()
          .out()
          .println(FuseJson.of(summary, result, verdict, proof, written, sizeCheck, explain));
    } else if (!quiet()) {
      print(summary, verdict, proof, written, result);
      sizeCheck.ifPresent(c -> console().out().println(input + ": " + c.words()));
      console().out().flush();
    }
    if (verdict.isPresent() && !verdict.get().provesEqual()) {
      console()
          .say(
              "repfuse: %s; nothing was written%s"
                  .formatted(
                      verdict.get().words(),
                      verdict.get() instanceof Verdict.Different
                          ? ""
                          : " (--no-verify writes the result all the same)"));
    }
    if (proof.isPresent() && proof.get().refutes()) {
      console().say("repfuse: %s; nothing was written".formatted(proof.get().words()));
    }
    return failed(verdict, proof) || sizeCheck.filter(SizeCheck::couldBeSmaller).isPresent()
        ? ExitCode.DIFFERENT
        : ExitCode.DONE;
  }

  /** The screen of text, which a check leaves out unless more than its one line is asked for. */
  private void print(
      FuseSummary summary,
      Optional<Verdict> verdict,
      Optional<ModelProof> proof,
      Optional<Path> written,
      FuseResult result) {
    if (!check || verbose()) {
      Style style = new Style(console().colour());
      boolean said = dryRun && !check;
      console()
          .out()
          .print(FuseText.of(summary, result, verdict, proof, written, said, verbose(), style));
    }
    if (explain) {
      console().out().print("\n" + new Explanation(input, result).text());
    }
  }
}
