package dev.repfuse.pass.prune;

import java.util.Locale;

/** By what channels of a group are ranked; the least important go first. */
public enum Criterion {
  /** Sum of magnitudes of the weights that make a channel. */
  L1,
  /** Root of the sum of their squares. */
  L2,
  /**
   * Magnitude of the BatchNormalization's scale, as in Network Slimming (Liu et al., 2017); a group
   * without BatchNormalization is not ranked.
   */
  BATCH_NORM,
  /**
   * Sum of distances to the other filters of the layer: those near the geometric median can be
   * replaced by others (He et al., "Filter Pruning via Geometric Median", 2019).
   */
  GEOMETRIC_MEDIAN,
  /** A seeded order, to compare with. */
  RANDOM;

  /** Its name as users write it. */
  public String words() {
    return name().toLowerCase(Locale.ROOT);
  }
}
