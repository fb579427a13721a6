package dev.repfuse.pass.prune;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/** Finds channels that count nowhere: idle in each sum, or weighed with zeros there. */
final class IdleSearch {
  private final Network network;
  private final Ties ties;
  private final Ranges ranges;

  IdleSearch(Network network, Ties ties, Ranges ranges) {
    this.network = network;
    this.ties = ties;
    this.ranges = ranges;
  }

  /** For each group the channels that are zero or weighed with zeros. */
  List<BitSet> zeros() {
    return channels(Range::isZero);
  }

  /**
   * The same, with channels whose constants something that stays takes in. One that finds nothing
   * stays first, since it may take in the others.
   */
  List<BitSet> constants() {
    List<BitSet> gone = channels(Range::isConstant);
    List<BitSet> homeless = homeless(gone);
    for (int group = 0; group < gone.size(); group++) {
      homeless.get(group).stream().limit(1).forEach(gone.get(group)::clear);
    }
    List<BitSet> still = homeless(gone);
    for (int group = 0; group < gone.size(); group++) {
      gone.get(group).andNot(still.get(group));
    }
    return gone;
  }

  /**
   * For each group the channels that can go; one stays, and all of a group that nothing sums.
   *
   * @param idle which bounds make a channel one that need not be summed
   */
  private List<BitSet> channels(Predicate<Range> idle) {
    List<ChannelGroup> groups = network.groups();
    List<BitSet> found = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      BitSet gone = new BitSet();
      List<Ties.Contraction> sums = sums(groups.get(group));
      if (network.isPrunable(groups.get(group))
          && !sums.isEmpty()
          && !network.isOutput(groups.get(group))) {
        gone.set(0, groups.get(group).size());
        for (Ties.Contraction sum : sums) {
          gone.andNot(counting(sum, group, idle));
        }
      }
      if (gone.cardinality() == groups.get(group).size()) {
        gone.clear(0);
      }
      found.add(gone);
    }
    return found;
  }

  private List<Ties.Contraction> sums(ChannelGroup group) {
    return ties.contractions().stream()
        .filter(sum ->
            sum.node().input(sum.input()) instanceof NamedValue value
                && group.places().contains(new Place(value, sum.axis())))
        .toList();
  }

  /** Channels of a group that are neither idle in a sum nor weighed with zeros alone. */
  private BitSet counting(Ties.Contraction sum, int group, Predicate<Range> idle) {
    BitSet counting = new BitSet();
    Value value = sum.node().input(sum.input());
    List<Slot> slots = network.slots(new Place((NamedValue) value, sum.axis()));
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      if (slot.group() == group
          && !idle.test(ranges.at(value, sum.axis(), i))
          && !isWeighedWithZeros(sum, slot)) {
        counting.set(slot.channel());
      }
    }
    return counting;
  }

  /** Whether the axis of the weights that is summed over has only zeros for the channel. */
  private boolean isWeighedWithZeros(Ties.Contraction sum, Slot slot) {
    for (int input = 0; input < Math.min(2, sum.node().inputs().size()); input++) {
      if (input != sum.input() && sum.node().input(input) instanceof Initializer weights) {
        return network.groups().get(slot.group()).places().stream()
            .filter(place -> place.value().equals(weights) && !network.isFilters(place))
            .findFirst()
            .filter(place -> isZero(place, slot))
            .isPresent();
      }
    }
    return false;
  }

  private boolean isZero(Place place, Slot slot) {
    List<Slot> slots = network.slots(place);
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).equals(slot) && !ranges.at(place.value(), place.axis(), i).isZero()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Of channels that are to go, those that hold a constant which nothing takes in.
   *
   * @param gone for each group
   */
  private List<BitSet> homeless(List<BitSet> gone) {
    ConstantFolding folding = network.folding(network.kept(gone));
    List<BitSet> homeless = new ArrayList<>();
    gone.forEach(channels -> homeless.add(new BitSet()));
    for (Ties.Contraction sum : ties.contractions()) {
      if (sum.node().input(sum.input()) instanceof NamedValue value
          && ties.lines().containsKey(new Place(value, sum.axis()))) {
        List<Slot> slots = network.slots(new Place(value, sum.axis()));
        for (int i = 0; i < slots.size(); i++) {
          Slot slot = slots.get(i);
          if (gone.get(slot.group()).get(slot.channel())
              && !ranges.at(value, sum.axis(), i).isZero()
              && !folding.takesIn(sum, i)
              && !isWeighedWithZeros(sum, slot)) {
            homeless.get(slot.group()).set(slot.channel());
          }
        }
      }
    }
    return homeless;
  }
}
