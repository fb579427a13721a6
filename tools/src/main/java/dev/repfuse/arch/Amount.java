package dev.repfuse.arch;

import java.util.BitSet;

/** What an entry of an architecture asks of the layers that it names. */
sealed interface Amount {
  /** So many channels stay in each group. */
  record Keep(int channels) implements Amount {}

  /** That share of each group's channels goes. */
  record Share(double share) implements Amount {}

  /**
   * These positions of the layer stay, and no others.
   *
   * @param extent how many positions the layer has to have, if that is said
   */
  record Positions(BitSet kept, boolean listsDropped, int extent) implements Amount {
    /** Where the number of positions is not said. */
    static final int ANY = -1;

    /** The positions that go from a layer of that many. */
    BitSet dropped(int positions) {
      BitSet gone = (BitSet) kept.clone();
      if (!listsDropped) {
        gone.flip(0, positions);
      }
      return gone;
    }
  }

  /** Nothing goes. */
  record Stay() implements Amount {}
}
