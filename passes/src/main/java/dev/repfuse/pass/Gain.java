package dev.repfuse.pass;

/**
 * What a rewrite saves on the chosen target, as the cost model estimates it.
 *
 * @param nodes nodes fewer
 * @param macs multiply-accumulates fewer, for one sample
 * @param nanoseconds time saved
 */
public record Gain(int nodes, long macs, double nanoseconds) {
  /** One node fewer. */
  public static final Gain ONE_NODE = new Gain(1, 0, 0);
}
