package dev.repfuse;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Workers;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.pass.ConstantEvaluator;
import dev.repfuse.pass.Driver;
import dev.repfuse.pass.FreezeWeights;
import dev.repfuse.pass.Growth;
import dev.repfuse.pass.InlineFunctions;
import dev.repfuse.pass.Pass;
import dev.repfuse.pass.Pipelines;
import dev.repfuse.pass.Report;
import dev.repfuse.pass.RewriteProvider;
import dev.repfuse.pass.fold.FoldPolicy;
import dev.repfuse.report.ModelStatistics;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Folds models: the entry point for Java programs. */
public final class Repfuse {
  private Repfuse() {}

  /** Reads a model, folds everything that is proven and pays, and keeps the file as it is. */
  public static FuseResult fuse(Path path) {
    return fuse(path, FuseOptions.defaults());
  }

  /**
   * The same with options.
   *
   * @throws ModelException if the file is unreadable or no valid model
   */
  public static FuseResult fuse(Path path, FuseOptions options) {
    return fuse(read(path), path, options);
  }

  /**
   * The same for a model that is read already, which is changed.
   *
   * @param path where it was read from; it is read again if the first attempt makes the file grow
   */
  public static FuseResult fuse(Model model, Path path, FuseOptions options) {
    return fuse(model, () -> read(path), options);
  }

  /**
   * The same for a model that was made, which is changed.
   *
   * @param again makes it once more if the first attempt makes the file grow
   */
  public static FuseResult fuse(Model model, Supplier<Model> again, FuseOptions options) {
    Growth.Limit limit =
        options.permits(FuseOptions.Permission.GROWTH)
            ? Growth.Limit.NONE
            : Growth.Limit.WHOLE_FILE;
    FuseResult result = run(model, options, limit);
    if (options.permits(FuseOptions.Permission.GROWTH)
        || result.after().bytes() <= result.before().bytes()) {
      return result;
    }
    return run(again.get(), options, Growth.Limit.EVERY_EDIT);
  }

  /**
   * Reads a model and checks it.
   *
   * @throws ModelException if the file is unreadable or no valid model
   */
  public static Model read(Path path) {
    Model model = ModelFile.read(path);
    try {
      ModelCheck.check(model);
    } catch (ModelException e) {
      throw new ModelException(path + ": " + e.getMessage(), e);
    }
    return model;
  }

  /** Computes constant expressions in ONNX Runtime. */
  public static ConstantEvaluator constants() {
    return new RuntimeConstants();
  }

  /** The names of the library's own passes, in their order, each once. */
  public static List<String> passNames() {
    return passNames(List.of());
  }

  /** The same with those of providers. */
  public static List<String> passNames(List<RewriteProvider> providers) {
    return Pipelines.standard(
            new RuntimeConstants(), Pipelines.folding(FoldPolicy.STANDARD), providers)
        .stream()
        .map(Pass::name)
        .distinct()
        .toList();
  }

  private static FuseResult run(Model original, FuseOptions options, Growth.Limit limit) {
    ModelStatistics before = ModelStatistics.of(original);
    Optional<Report> frozen =
        options.permits(FuseOptions.Permission.FREEZING)
            ? Optional.of(FreezeWeights.in(original))
            : Optional.empty();
    Optional<InlineFunctions.Inlined> inlined =
        options.permits(FuseOptions.Permission.INLINING)
            ? Optional.of(InlineFunctions.in(original))
            : Optional.empty();
    Model model = inlined.map(InlineFunctions.Inlined::model).orElse(original);
    List<Pass> folding = Pipelines.folding(options.policy());
    List<Pass> pipeline =
        Pipelines.standard(new RuntimeConstants(), folding, options.providers()).stream()
            .filter(pass -> options.runs(pass.name()))
            .toList();
    ForeignPasses foreign = new ForeignPasses(options);
    Report report =
        foreign.watch(() ->
            Workers.with(
                options.threads(),
                () ->
                    Driver.run(
                        model,
                        pipeline,
                        new Driver.Options(
                            options.target(), limit, foreign::check, foreign::begin))));
    Report all =
        Stream.concat(frozen.stream(), inlined.map(InlineFunctions.Inlined::report).stream())
            .reduce((first, next) -> next.after(first))
            .map(report::after)
            .orElse(report);
    return new FuseResult(model, options.target(), all, before, ModelStatistics.of(model));
  }
}
