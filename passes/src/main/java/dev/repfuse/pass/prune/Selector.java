package dev.repfuse.pass.prune;

import java.util.BitSet;
import java.util.List;

/** Says which channels of a network go. */
public interface Selector {
  /** The channels of each group that go. */
  List<BitSet> of(Network network);

  /**
   * Whether what is left computes what all of it did, not only what it did with these channels
   * masked.
   */
  default boolean keepsFunction() {
    return false;
  }

  /** How it chooses, in a few words. */
  String words();
}
