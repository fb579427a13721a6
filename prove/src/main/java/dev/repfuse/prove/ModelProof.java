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
