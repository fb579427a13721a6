package dev.repfuse.pass.prune;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The least important part of every group.
 *
 * @param share of the channels that go, from 0 to below 1; rounded down, and one always stays
 */
public record Ratio(double share, Criterion criterion, long seed) {
  public Ratio {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("a share from 0 to below 1 is asked for, not " + share);
    }
  }

  /** The channels of each group that go. */
  public List<BitSet> of(Network network) {
    List<BitSet> dropped = new ArrayList<>();
    for (ChannelGroup group : network.groups()) {
      dropped.add(
          network.isPrunable(group)
              ? least(network.importance(group, criterion, seed), group.size())
              : new BitSet());
    }
    return dropped;
  }

  private BitSet least(Optional<double[]> scores, int size) {
    BitSet gone = new BitSet();
    scores.ifPresent(known ->
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer channel) -> known[channel]))
            .limit(Math.min(size - 1, (long) (share * size)))
            .forEach(gone::set));
    return gone;
  }
}
