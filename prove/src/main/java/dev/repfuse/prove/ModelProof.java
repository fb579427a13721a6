package dev.repfuse.prove;

import java.util.List;
import java.util.Locale;

/**
 * What is known of two models.
 *
 * @param identical nodes of the result that the original has too, with equal inputs
 * @param regions the values that are computed in another way, in the result's order
 * @param proof of the whole: proved if every output is
 */
public record ModelProof(int identical, List<RegionProof> regions, Proof proof) {

  public ModelProof {
    regions = List.copyOf(regions);
  }

  /**
   * What follows for the whole: outputs are equal if every value is that they were shown to be
   * computed from.
   */
  static ModelProof of(int identical, List<RegionProof> regions, Proof outputs) {
    return new ModelProof(identical, regions, verdict(regions, outputs));
  }

  private static Proof verdict(List<RegionProof> regions, Proof outputs) {
    if (outputs instanceof Proof.Refuted) {
      return outputs;
    }
    Bound bound = Bound.EXACT;
    int trials = 0;
    boolean everyExtent = true;
    for (RegionProof region : regions) {
      switch (region.proof()) {
        case Proof.Sampled(String reason) -> {
          return new Proof.Sampled("'%s': %s".formatted(region.value(), reason));
        }
        case Proof.Proved proved -> {
          bound = bound.or(proved.bound());
          trials = Math.max(trials, proved.trials());
          everyExtent &= proved.everyExtent();
        }
        case Proof.Refuted _ -> {}
      }
    }
    return outputs instanceof Proof.Proved ? new Proof.Proved(bound, trials, everyExtent) : outputs;
  }

  /** Whether an input is known on which the two differ. */
  public boolean refutes() {
    return proof instanceof Proof.Refuted;
  }

  /** How many regions were proved. */
  public long proved() {
    return regions.stream().filter(region -> region.proof() instanceof Proof.Proved).count();
  }

  /** How many regions were neither proved nor refuted. */
  public long sampled() {
    return regions.stream().filter(region -> region.proof() instanceof Proof.Sampled).count();
  }

  /** The regions that were refuted. */
  public List<RegionProof> refuted() {
    return regions.stream().filter(region -> region.proof() instanceof Proof.Refuted).toList();
  }

  /** The verdict in one line. */
  public String words() {
    return switch (proof) {
      case Proof.Proved(Bound bound, int trials, boolean everyExtent) ->
          String.format(
              Locale.ROOT,
              "proved: %d %s within %.2g units of rounding%s%s, %d nodes identical",
              proved(),
              proved() == 1 ? "region" : "regions",
              bound.units(),
              trials == 0
                  ? ""
                  : " (some by random combinations: wrong with probability 2^-%d)"
                      .formatted(trials),
              everyExtent ? "" : " (for batches of 1 and 2)",
              identical);
      case Proof.Refuted(Difference difference) ->
          "refuted: %s%s"
              .formatted(
                  refuted().isEmpty() ? "" : "'" + refuted().getFirst().value() + "': ",
                  difference.words());
      case Proof.Sampled(String reason) ->
          String.format(
              Locale.ROOT,
              "not proved: %d of %d regions proved; %s",
              proved(),
              regions.size(),
              reason);
    };
  }
}
