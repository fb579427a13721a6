package dev.repfuse.pass.cost;

/**
 * The figures of one way to replace nodes.
 *
 * @param source name of the value that the replacement reads
 * @param nodes how many nodes would go
 * @param before cost of the nodes that would go
 * @param after cost of what would come
 */
public record Estimate(String source, int nodes, Cost before, Cost after) {
  /**
   * A gain is clear if the replacement is estimated to take at most this share of the time.
   * Estimates are rough where launches count: ONNX Runtime runs an addition or activation inside of
   * the convolution before it, and small images keep no kernel at its rate. Of 121 replacements
   * that were measured (benchmarks/README.md), none at or below this share took more than 0.98 of
   * the time in the layout that the target assumes; from a share of 0.67 on some took more than
   * before.
   */
  public static final double CLEAR_SHARE = 0.6;

  /** Time saved, in nanoseconds; negative where the replacement is slower. */
  public double saved() {
    return before.nanoseconds() - after.nanoseconds();
  }

  /** Time after as a share of the time before. */
  public double share() {
    return after.nanoseconds() / before.nanoseconds();
  }

  /** Whether it saves so much that it does so for sure, as rough as estimates are. */
  public boolean gainsClearly() {
    return share() <= CLEAR_SHARE;
  }
}
