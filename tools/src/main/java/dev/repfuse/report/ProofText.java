package dev.repfuse.report;

import dev.repfuse.prove.ModelProof;
import dev.repfuse.prove.Proof;
import dev.repfuse.prove.RegionProof;
import java.util.Locale;

/** A proof as text: one line, then the regions that were not proved, or all of them. */
public final class ProofText {
  private static final int MOST_REGIONS = 5;

  private ProofText() {}

  /** The whole text, with a line break at its end. */
  public static String of(ModelProof proof, boolean verbose, Style style) {
    StringBuilder text = new StringBuilder();
    String words = proof.words();
    text.append(
        switch (proof.proof()) {
          case Proof.Proved _ -> style.good("✓ " + words);
          case Proof.Refuted _ -> style.bad("✗ " + words);
          case Proof.Sampled _ -> "– " + words;
        });
    text.append('\n');
    proof.regions().stream()
        .filter(region -> verbose || !(region.proof() instanceof Proof.Proved))
        .limit(verbose ? Long.MAX_VALUE : MOST_REGIONS)
        .forEach(region -> text.append("  ").append(line(region)).append('\n'));
    return text.toString();
  }

  private static String line(RegionProof region) {
    String what =
        switch (region.proof()) {
          case Proof.Proved(var bound, int trials, boolean everyExtent) ->
              String.format(
                  Locale.ROOT,
                  "%.2g units, |y1 - y2| <= %.2g max|x| + %.2g%s%s",
                  bound.units(),
                  bound.gain(),
                  bound.offset(),
                  trials == 0 ? "" : ", by %d random combinations".formatted(trials),
                  everyExtent ? "" : ", for batches of 1 and 2");
          case Proof.Refuted(var difference) -> difference.words();
          case Proof.Sampled(String reason) -> reason;
        };
    return "'%s' from %s (%d nodes, now %d): %s"
        .formatted(
            region.value(),
            String.join(", ", region.sources()),
            region.original().size(),
            region.result().size(),
            what);
  }
}
