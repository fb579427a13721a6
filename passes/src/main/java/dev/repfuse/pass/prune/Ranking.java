package dev.repfuse.pass.prune;

import java.util.BitSet;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * By what the channels of a group are ranked.
 *
 * @param seed of {@link Criterion#RANDOM}
 */
public record Ranking(Criterion criterion, long seed) {
  /** Sum of magnitudes. */
  public static final Ranking STANDARD = new Ranking(Criterion.L1, 0);

  /** A score for each channel; empty if the group has no weights that the criterion looks at. */
  public Optional<double[]> of(Network network, ChannelGroup group) {
    return network.importance(group, criterion, seed);
  }

  /** The criterion's name as users write it, and the seed where it counts. */
  public String words() {
    return criterion.words() + (criterion == Criterion.RANDOM ? " with seed " + seed : "");
  }

  /** The channels of the least scores; of equal ones the first. */
  public static BitSet least(double[] scores, int count) {
    BitSet gone = new BitSet();
    IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer channel) -> scores[channel]))
        .limit(count)
        .forEach(gone::set);
    return gone;
  }
}
