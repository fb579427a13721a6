package dev.repfuse.arch;

import dev.repfuse.pass.prune.ChannelGroup;
import dev.repfuse.pass.prune.Network;
import dev.repfuse.pass.prune.Place;
import dev.repfuse.pass.prune.Ranking;
import dev.repfuse.pass.prune.Slot;
import dev.repfuse.runtime.DataException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out which groups of a network the entries of a file speak of, and what they ask. An entry
 * with a name goes before those with patterns; two of one kind may not ask for different channels.
 */
final class Assignment {
  /** What was asked of a group, and where. */
  private record Asked(Entry entry, BitSet dropped) {}

  private final Network network;
  private final Layers layers;
  private final List<Optional<Asked>> asked = new ArrayList<>();

  Assignment(Network network) {
    this.network = network;
    this.layers = new Layers(network);
    network.groups().forEach(group -> asked.add(Optional.empty()));
  }

  /** For each group the channels that go, if an entry speaks of it. */
  List<Optional<BitSet>> of(List<Entry> entries) {
    for (Entry entry : entries) {
      if (layers.find(entry.name()).isEmpty()) {
        List<String> like = layers.like(entry.name());
        throw entry
            .place()
            .required("name")
            .bad(
                "names no layer that weights make: '%s'%s"
                    .formatted(
                        entry.name(),
                        like.isEmpty() ? "" : "; there is " + String.join(", ", like)));
      }
    }
    entries.stream().filter(entry -> layers.isName(entry.name())).forEach(this::assign);
    entries.stream().filter(entry -> !layers.isName(entry.name())).forEach(this::assign);
    return asked.stream().map(a -> a.map(Asked::dropped)).toList();
  }

  private void assign(Entry entry) {
    Set<Place> places = layers.find(entry.name());
    if (entry.amount() instanceof Amount.Positions positions) {
      places.forEach(place -> assign(entry, positions, place));
      return;
    }
    boolean named = layers.isName(entry.name());
    Set<Integer> groups = new LinkedHashSet<>();
    places.forEach(place -> network.slots(place).forEach(slot -> groups.add(slot.group())));
    if (!named || groups.size() > 1) {
      groups.removeIf(group -> !network.isPrunable(group(group)));
    }
    if (named && entry.amount() instanceof Amount.Keep && groups.size() > 1) {
      throw entry.place().bad("counts channels of %d groups".formatted(groups.size()));
    }
    groups.forEach(group -> put(entry, group, dropped(entry, group, places)));
  }

  private ChannelGroup group(int number) {
    return network.groups().get(number);
  }

  private BitSet dropped(Entry entry, int number, Set<Place> places) {
    ChannelGroup group = group(number);
    return switch (entry.amount()) {
      case Amount.Stay() -> new BitSet();
      case Amount.Share(double share) -> {
        double[] scores = scores(entry, number, places);
        int least = (int) Math.min(group.size() - 1L, (long) (share * group.size()));
        yield require(entry, group, Ranking.least(scores, least));
      }
      case Amount.Keep(int channels) -> {
        if (channels > group.size()) {
          throw entry
              .place()
              .required("keep")
              .bad("%d is above the %d channels of it".formatted(channels, group.size()));
        }
        double[] scores = scores(entry, number, places);
        yield require(entry, group, Ranking.least(scores, group.size() - channels));
      }
      case Amount.Positions _ -> throw new IllegalStateException("is assigned by position");
    };
  }

  /** The channels, if the group may lose any. */
  private static BitSet require(Entry entry, ChannelGroup group, BitSet gone) {
    if (!gone.isEmpty() && group.pin().isPresent()) {
      throw entry
          .place()
          .bad(
              "asks for channels of '%s', which have to stay: %s"
                  .formatted(entry.name(), group.pin().get()));
    }
    return gone;
  }

  private double[] scores(Entry entry, int number, Set<Place> places) {
    if (entry.scores().isPresent()) {
      return given(entry, entry.scores().get(), number, places);
    }
    return entry
        .ranking()
        .of(network, group(number))
        .orElseThrow(() ->
            entry
                .place()
                .bad(
                    "has no weights that %s looks at"
                        .formatted(entry.ranking().criterion().words())));
  }

  /** Scores of positions, added up for channels that have several. */
  private double[] given(Entry entry, double[] scores, int number, Set<Place> places) {
    double[] sums = new double[group(number).size()];
    for (Place place : places) {
      List<Slot> slots = network.slots(place);
      if (slots.size() != scores.length) {
        throw entry
            .place()
            .required("scores")
            .bad("has %d numbers for %d channels".formatted(scores.length, slots.size()));
      }
      for (int i = 0; i < scores.length; i++) {
        if (slots.get(i).group() == number) {
          sums[slots.get(i).channel()] += scores[i];
        }
      }
    }
    return sums;
  }

  private void assign(Entry entry, Amount.Positions positions, Place place) {
    List<Slot> slots = network.slots(place);
    if (positions.extent() >= 0 && positions.extent() != slots.size()) {
      throw entry
          .place()
          .required("mask")
          .bad("has %d entries for %d channels".formatted(positions.extent(), slots.size()));
    }
    if (positions.kept().length() > slots.size()) {
      throw entry
          .place()
          .bad(
              "names channel %d of '%s', which has %d"
                  .formatted(positions.kept().length() - 1, entry.name(), slots.size()));
    }
    BitSet gone = positions.dropped(slots.size());
    Map<Integer, BitSet> byGroup = new LinkedHashMap<>();
    for (int i = 0; i < slots.size(); i++) {
      BitSet own = byGroup.computeIfAbsent(slots.get(i).group(), g -> new BitSet());
      own.set(slots.get(i).channel(), gone.get(i));
    }
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      if (byGroup.getOrDefault(slot.group(), gone).get(slot.channel()) != gone.get(i)) {
        throw entry
            .place()
            .bad(
                "lets channel %d of '%s' go or stay alone, which goes only together with %d"
                    .formatted(i, entry.name(), slots.lastIndexOf(slot)));
      }
    }
    byGroup.forEach((group, own) -> put(entry, group, require(entry, group(group), own)));
  }

  private void put(Entry entry, int group, BitSet dropped) {
    Optional<Asked> before = asked.get(group);
    boolean outranked =
        before.isPresent()
            && layers.isName(before.get().entry().name())
            && !layers.isName(entry.name());
    if (outranked) {
      return;
    }
    if (before.isPresent() && !before.get().dropped().equals(dropped)) {
      throw contradiction(entry, before.get().entry());
    }
    asked.set(group, Optional.of(new Asked(entry, dropped)));
  }

  private static DataException contradiction(Entry entry, Entry before) {
    return entry
        .place()
        .bad(
            "contradicts %s: the channels of '%s' and of '%s' can only go together"
                .formatted(before.place(), entry.name(), before.name()));
  }
}
