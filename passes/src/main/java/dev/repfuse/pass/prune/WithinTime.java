package dev.repfuse.pass.prune;

import dev.repfuse.pass.cost.LayerTimes;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * As few channels as a {@link Budget} lets go until layers are fast enough.
 *
 * @param nanoseconds that the network may take
 */
public record WithinTime(LayerTimes times, double nanoseconds, Ranking ranking, Rounding rounding)
    implements Selector {
  /**
   * {@inheritDoc}
   *
   * @throws PruningException if the network takes longer even without all that can go, or if none
   *     of its layers was measured
   */
  @Override
  public List<BitSet> of(Network network) {
    return Budget.meet(network, network.costs(times), nanoseconds, ranking, rounding);
  }

  @Override
  public Optional<Selector> withoutRounding() {
    return rounding.multiple() == 1
        ? Optional.empty()
        : Optional.of(new WithinTime(times, nanoseconds, ranking, Rounding.NONE));
  }

  @Override
  public String words() {
    return String.format(
        Locale.ROOT, "at most %s ms by %s%s", nanoseconds / 1e6, ranking.words(), rounding.words());
  }
}
