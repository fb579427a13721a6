package dev.repfuse.cli;

import dev.repfuse.FuseOptions;
import dev.repfuse.Plugins;
import dev.repfuse.Repfuse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options about what is folded. */
final class FoldMixin {
  private static final int MOST_THREADS = 1024;

  @Option(
      names = "--passes",
      split = ",",
      paramLabel = "<pass>",
      description =
          "Run only these passes, or (-name) all but these: constants, no-ops, shapes, evaluate,"
              + " fold, regions, duplicates, dead.")
  private List<String> passes = new ArrayList<>();

  @Option(
      names = "--inline-functions",
      description = "First put model-local functions in place of their calls.")
  private boolean inlineFunctions;

  @Option(
      names = "--freeze-weights",
      description =
          "Take weights for constants that are also inputs of the graph; callers can no longer give"
              + " others.")
  private boolean freezeWeights;

  @Option(names = "--allow-growth", description = "Let the file grow where that makes it faster.")
  private boolean allowGrowth;

  @Option(
      names = "--keep-identity-residual",
      description =
          "Add an identity branch behind the convolution instead of folding it into the kernel;"
              + " for models that are quantized to int8 afterwards.")
  private boolean keepIdentity;

  @Option(
      names = "--allow-half-precision",
      description =
          "Fold float16 and bfloat16 weights also where they nearly cancel; a warning bounds what"
              + " that may change.")
  private boolean allowHalfPrecision;

  @Option(
      names = "--drop-softmax",
      description =
          "Let a Softmax in front of an ArgMax go; where two classes nearly tie, another one may be"
              + " chosen.")
  private boolean dropSoftmax;

  @Option(
      names = "--threads",
      paramLabel = "<n>",
      description =
          "Threads that compute the weights of large models (default: one for each processor);"
              + " the result is the same for any number.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--plugin",
      paramLabel = "<jar>",
      description = "A jar with rewrites of your own; may be repeated.")
  private List<Path> plugins = new ArrayList<>();

  @Mixin private MachineMixin machine = new MachineMixin();

  /** The plugins that the command line names, which have to stay open while a model is folded. */
  Plugins plugins() {
    return Plugins.open(plugins);
  }

  /**
   * The options as the library takes them.
   *
   * @param progress is told the name of every pass that begins
   */
  FuseOptions options(Plugins open, Consumer<String> progress) {
    FuseOptions all = FuseOptions.defaults().withProviders(open.providers());
    return all.withoutPasses(PassSelection.skipped(passes, Repfuse.passNames(all.providers())))
        .withGrowth(allowGrowth)
        .withFunctionsInlined(inlineFunctions)
        .withWeightsFrozen(freezeWeights)
        .withTarget(machine.target())
        .withIdentityKept(keepIdentity)
        .withHalfPrecision(allowHalfPrecision)
        .withSoftmaxDropped(dropSoftmax)
        .withThreads(threads())
        .withProgress(progress);
  }

  private int threads() {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new UsageException(
          "--threads: %d is not between 1 and %d".formatted(threads, MOST_THREADS));
    }
    return threads;
  }
}
