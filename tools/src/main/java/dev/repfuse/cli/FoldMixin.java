package dev.repfuse.cli;

import dev.repfuse.FuseOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options about what is folded. */
final class FoldMixin {
  @Option(
      names = "--passes",
      split = ",",
      paramLabel = "<pass>",
      description =
          "Run only these passes, or (-name) all but these: constants, no-ops, shapes, evaluate,"
              + " fold, duplicates, dead.")
  private List<String> passes = new ArrayList<>();

  @Option(names = "--allow-growth", description = "Let the file grow where that makes it faster.")
  private boolean allowGrowth;

  /**
   * The options as the library takes them.
   *
   * @param progress is told the name of every pass that begins
   */
  FuseOptions options(Consumer<String> progress) {
    return new FuseOptions(PassSelection.skipped(passes), allowGrowth, progress);
  }
}
