package dev.repfuse.pass.prune;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** As few channels as a {@link Budget} lets go, of all groups. */
public record WithinBudget(Measure measure, double most, Ranking ranking, Rounding rounding)
    implements Selector {
  /**
   * {@inheritDoc}
   *
   * @throws PruningException if the network costs more even without all that can go, or if
   *     arithmetic is limited and an extent is not known
   */
  @Override
  public List<BitSet> of(Network network) {
    return Budget.meet(network, network.costs(measure), most, ranking, rounding);
  }

  @Override
  public Optional<Selector> withoutRounding() {
    return rounding.multiple() == 1
        ? Optional.empty()
        : Optional.of(new WithinBudget(measure, most, ranking, Rounding.NONE));
  }

  @Override
  public String words() {
    return "at most %.0f %s by %s%s"
        .formatted(most, measure.words(), ranking.words(), rounding.words());
  }
}
