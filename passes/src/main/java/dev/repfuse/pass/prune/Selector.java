package dev.repfuse.pass.prune;

import java.util.BitSet;
import java.util.List;

/** Says which channels of a network go. */
public interface Selector {
  /** The channels of each group that go. */
  List<BitSet> of(Network network);

  /** How it chooses, in a few words. */
  String words();
}
