package dev.repfuse.prove;

/** What is known of two regions, or two models. */
public sealed interface Proof {

  /**
   * The two are the same function, up to the rounding of stored weights.
   *
   * @param bound how far they can be apart
   * @param trials how many random combinations stood for the basis; 0 if the whole basis was run. A
   *     coefficient that is off by more than allowed then goes unseen with a probability of at most
   *     {@code 2^-trials}
   * @param everyExtent whether it holds for every extent that the inputs may have; otherwise a
   *     batch axis is open that an operator counts, and it holds for the extents that were tried
   */
  record Proved(Bound bound, int trials, boolean everyExtent) implements Proof {
    /** The same numbers, bit by bit in exact arithmetic. */
    static final Proved EXACT = new Proved(Bound.EXACT, 0, true);
  }

  /** The two differ on an input that is known. */
  record Refuted(Difference difference) implements Proof {}

  /** Nothing was proved; only running both on samples can tell. */
  record Sampled(String reason) implements Proof {}
}
