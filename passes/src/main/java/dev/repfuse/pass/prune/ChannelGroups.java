package dev.repfuse.pass.prune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Gathers classes of atoms that lie along the same axes. */
final class ChannelGroups {
  private ChannelGroups() {}

  /** What the classes of a group have in common. */
  private record Kind(List<Integer> axes, Optional<Pin> pin) {}

  /** The groups of more than one channel, in the order of the graph. */
  static List<ChannelGroup> of(Ties ties) {
    Atoms atoms = ties.atoms();
    List<Place> places = new ArrayList<>(ties.lines().keySet());
    List<List<Integer>> along = new ArrayList<>();
    Map<Integer, Integer> number = new LinkedHashMap<>();
    for (int place = 0; place < places.size(); place++) {
      Atoms.Line line = ties.lineOf(places.get(place));
      for (int i = 0; i < line.extent(); i++) {
        int root = atoms.classOf(line.at(i));
        int index = number.computeIfAbsent(root, r -> number.size());
        if (index == along.size()) {
          along.add(new ArrayList<>());
        }
        List<Integer> own = along.get(index);
        if (own.isEmpty() || own.getLast() != place) {
          own.add(place);
        }
      }
    }
    Map<Kind, List<Integer>> groups = new LinkedHashMap<>();
    number.forEach((root, index) -> {
      Kind kind = new Kind(along.get(index), atoms.pinOf(root));
      groups.computeIfAbsent(kind, k -> new ArrayList<>()).add(root);
    });
    List<ChannelGroup> result = new ArrayList<>();
    groups.forEach((kind, roots) -> result.add(group(ties, places, kind, roots)));
    return result;
  }

  private static ChannelGroup group(Ties ties, List<Place> places, Kind kind, List<Integer> roots) {
    List<Place> own = kind.axes().stream().map(places::get).toList();
    Map<Integer, int[]> positions = ties.positionsOf(ties.lineOf(own.getFirst()));
    List<int[]> channels =
        roots.stream().map(root -> Objects.requireNonNull(positions.get(root))).toList();
    return new ChannelGroup(own.getFirst().value().name(), own, channels, kind.pin());
  }
}
