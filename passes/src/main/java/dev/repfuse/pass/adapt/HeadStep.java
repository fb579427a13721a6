package dev.repfuse.pass.adapt;

/**
 * One layer of a head. On a map it computes something whose mean over positions is what it gives
 * for the mean.
 */
public sealed interface HeadStep permits Linear, Normalization, PerChannel, Rectifier {
  /** Adds the nodes that do this on a map. */
  void append(DenseNodes nodes);

  /** The layer in one word. */
  String word();
}
