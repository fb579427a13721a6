package dev.repfuse.cli;

import dev.repfuse.generate.Regions;
import dev.repfuse.generate.Regions.Definition;
import dev.repfuse.generate.Regions.Selection;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options about region-aware convolutions. */
final class RegionMixin {
  @Option(
      names = "--regions",
      paramLabel = "<n>",
      defaultValue = "8",
      description = "Regions with filters of their own (default ${DEFAULT-VALUE}).")
  private int count = Regions.STANDARD.count();

  @Option(
      names = "--experts",
      paramLabel = "<n>",
      defaultValue = "8",
      description = "Filters that those are mixed from (default ${DEFAULT-VALUE}).")
  private int experts = Regions.STANDARD.experts();

  @Option(
      names = "--kernel",
      paramLabel = "<n>",
      defaultValue = "1",
      description = "Kernel of drconv, 1 or 3 (default ${DEFAULT-VALUE}).")
  private int kernel = Regions.STANDARD.kernel();

  @Option(
      names = "--select",
      paramLabel = "<way>",
      defaultValue = "onehot",
      description =
          "How a pixel takes its region's result: onehot, equal or gather (default"
              + " ${DEFAULT-VALUE}).")
  private String select = Regions.STANDARD.selection().word();

  /**
   * The regions.
   *
   * @param form where the filters come from, as a word of --form
   */
  Regions regions(Optional<String> form) {
    Definition definition =
        form.map(word -> Words.of("--form", Definition.values(), Definition::word, word))
            .orElse(Regions.STANDARD.definition());
    Selection selection = Words.of("--select", Selection.values(), Selection::word, select);
    return new Regions(count, experts, kernel, definition, selection);
  }
}
