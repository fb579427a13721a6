package dev.repfuse.pass.prune;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.pass.Facts;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A model of which it is known which channels can only go together. Groups and channels are
 * numbered in the model's order, so that two readings of one file number them alike.
 */
public final class Network {
  private final Ties ties;
  private final List<ChannelGroup> groups;

  private Network(Ties ties) {
    this.ties = ties;
    this.groups = ChannelGroups.of(ties);
  }

  /**
   * Looks at a model's main graph. Extents should be constants where they can be: what is computed
   * from a Shape keeps channels in place.
   */
  public static Network of(Model model) {
    return new Network(Channels.of(model.graph(), Facts.of(model)));
  }

  /** All groups, those that have to stay included. */
  public List<ChannelGroup> groups() {
    return groups;
  }

  /** Whether channels of the group can go, and weights that make them with them. */
  public boolean isPrunable(ChannelGroup group) {
    return group.pin().isEmpty() && group.size() > 1 && hasFilters(group);
  }

  /** Whether the group's channels are made by weights. */
  public boolean hasFilters(ChannelGroup group) {
    return group.places().stream().anyMatch(this::isFilters);
  }

  /** Whether each position of the axis holds weights that make a channel. */
  public boolean isFilters(Place place) {
    return ties.filters().contains(place) && place.value() instanceof Initializer;
  }

  /**
   * A score for each channel of a group, the higher the more important.
   *
   * @return empty if the group has no weights that the criterion looks at
   */
  public Optional<double[]> importance(ChannelGroup group, Criterion criterion, long seed) {
    return new Importance(ties, criterion, seed).of(group);
  }

  /**
   * Removes channels from the model. Afterwards this object must not be used any more.
   *
   * @param dropped for each group the channels that go
   * @throws IllegalArgumentException if a channel has to stay, or an axis would lose all positions
   */
  public void narrow(List<BitSet> dropped) {
    Compaction.of(ties, kept(dropped)).apply();
  }

  /**
   * Sets the same channels to zero wherever they are summed with others. Afterwards this object
   * must not be used any more.
   */
  public void mask(List<BitSet> dropped) {
    Masking.of(ties, kept(dropped)).apply();
  }

  private Kept kept(List<BitSet> dropped) {
    BitSet atoms = new BitSet();
    for (int i = 0; i < groups.size(); i++) {
      ChannelGroup group = groups.get(i);
      Atoms.Line line = ties.lineOf(group.places().getFirst());
      dropped.get(i).stream()
          .forEach(channel -> atoms.set(line.at(group.channels().get(channel)[0])));
    }
    return new Kept(ties, atoms);
  }
}
