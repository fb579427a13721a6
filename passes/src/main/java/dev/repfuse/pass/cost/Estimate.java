package dev.repfuse.pass.cost;

import java.util.Collection;
import java.util.Comparator;

/**
 * The figures of one way to replace nodes. Times are those that were measured where all layers of
 * both sides were, and else those by rates, on both sides.
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

  /** Whether all layers were measured, those that go and those that come. */
  public boolean isMeasured() {
    return before.measured().isPresent() && after.measured().isPresent();
  }

  /** Time of the nodes that would go, in nanoseconds. */
  public double timeBefore() {
    return time(before, isMeasured());
  }

  /** Time of what would come, in nanoseconds. */
  public double timeAfter() {
    return time(after, isMeasured());
  }

  private static double time(Cost cost, boolean measured) {
    return measured ? cost.measured().orElseThrow() : cost.nanoseconds();
  }

  /** Time saved, in nanoseconds; negative where the replacement is slower. */
  public double saved() {
    return timeBefore() - timeAfter();
  }

  /** Time after as a share of the time before. */
  public double share() {
    return timeAfter() / timeBefore();
  }

  /**
   * Orders alternatives by the time that they save: as measured if all of them were, and else by
   * rates.
   */
  public static Comparator<Estimate> bySaving(Collection<Estimate> alternatives) {
    boolean measured = alternatives.stream().allMatch(Estimate::isMeasured);
    return Comparator.comparingDouble(
        each -> time(each.before, measured) - time(each.after, measured));
  }

  /** Whether it saves so much that it does so for sure, as rough as estimates are. */
  public boolean gainsClearly() {
    return share() <= CLEAR_SHARE;
  }
}
