package dev.repfuse.pass.prune;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The least important part of every group.
 *
 * @param share of the channels that go, from 0 to below 1; rounded down, and one always stays
 */
public record Ratio(double share, Ranking ranking, Rounding rounding) implements Selector {
  public Ratio {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("a share from 0 to below 1 is asked for, not " + share);
    }
  }

  @Override
  public List<BitSet> of(Network network) {
    return network.groups().stream().map(group -> of(network, group)).toList();
  }

  @Override
  public Optional<Selector> withoutRounding() {
    return rounding.multiple() == 1
        ? Optional.empty()
        : Optional.of(new Ratio(share, ranking, Rounding.NONE));
  }

  @Override
  public String words() {
    return "ratio %s by %s%s".formatted(share, ranking.words(), rounding.words());
  }

  /** The channels of one group that go; none where the ranking knows none. */
  public BitSet of(Network network, ChannelGroup group) {
    if (!network.isPrunable(group)) {
      return new BitSet();
    }
    int size = group.size();
    int wanted = size - (int) Math.min(size - 1L, (long) (share * size));
    int width = rounding.of(wanted, size);
    return ranking
        .of(network, group)
        .map(scores -> Ranking.least(scores, size - width))
        .orElseGet(BitSet::new);
  }
}
