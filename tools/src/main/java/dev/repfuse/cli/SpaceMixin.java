package dev.repfuse.cli;

import dev.repfuse.generate.Deciding;
import dev.repfuse.generate.Variant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options about search spaces and what is taken out of them. */
final class SpaceMixin {
  @Option(
      names = "--arch",
      paramLabel = "<choices>",
      description =
          "The network of this architecture instead of the supernet: the published numbers,"
              + " separated by commas, or a JSON file with a list of them. 20 of spos (0 to 3), 21"
              + " of abs-spos and 19 of abs-fairnas (0 to 5; -1 is the identity), 13 of"
              + " pruningnet-mobilenet-v1 (0 to 30).")
  private Optional<String> arch = Optional.empty();

  @Option(
      names = "--scales",
      split = ",",
      paramLabel = "<n>",
      description =
          "With --arch, the widths inside of the blocks of spos: 20 numbers, 0 for a share of 0.2,"
              + " up to 7 for 1.6.")
  private List<Integer> scales = List.of();

  @Option(
      names = "--widths",
      description =
          "A supernet of spos that chooses the widths inside of its blocks, too, by a second input"
              + " of 20 numbers.")
  private boolean widths;

  @Option(
      names = "--no-affine",
      description =
          "With --arch, normalizations of spos without scale and shift, as in the supernet.")
  private boolean noAffine;

  /** The variant, but for its regions and for how an input decides. */
  Variant variant(Variant standard) {
    Variant variant =
        standard
            .withArch(arch.map(ArchitectureMixin::choices).orElse(List.of()))
            .withScales(scales);
    Variant whole = widths ? variant.withWidths() : variant;
    return noAffine ? whole.withoutAffine() : whole;
  }

  /** What a word of --form says about supernets. */
  static Deciding deciding(String word) {
    return Words.of("--form", Deciding.values(), Deciding::word, word);
  }
}
