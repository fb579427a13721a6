package dev.repfuse.pass.prune;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says which channels of a network go. */
public interface Selector {
  /** Names of graph outputs that may lose channels. */
  default Set<String> outputs() {
    return Set.of();
  }

  /** The residual sums whose branch goes first, by what they give; {@link #of} sees the rest. */
  default List<String> blocks(Network network) {
    return List.of();
  }

  /** The channels of each group that go. */
  List<BitSet> of(Network network);

  /**
   * Whether what is left computes what all of it did, not only what it did with these channels
   * masked.
   */
  default boolean keepsFunction() {
    return false;
  }

  /** The same choice without rounding widths; empty if it does not round them. */
  default Optional<Selector> withoutRounding() {
    return Optional.empty();
  }

  /** How it chooses, in a few words. */
  String words();
}
