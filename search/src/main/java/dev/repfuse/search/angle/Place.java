package dev.repfuse.search.angle;

import dev.repfuse.pass.choice.Presence;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** With which choices a part of a supernet is there, where at most one choice decides that. */
sealed interface Place {
  /** With all of them. */
  record Fixed() implements Place {}

  /**
   * With these of one decider.
   *
   * @param points the choice points in whose branches it is
   */
  record Operator(int decider, NavigableSet<Integer> choices, NavigableSet<Integer> points)
      implements Place {}

  /**
   * The place, if no more than one choice decides.
   *
   * @param presence by point
   * @param deciders the decider of each point
   * @param counts how many choices each decider has
   */
  static Optional<Place> of(Presence presence, List<Integer> deciders, List<Integer> counts) {
    Presence merged = presence.over(deciders, counts);
    if (merged.isAlways()) {
      return Optional.of(new Fixed());
    }
    if (merged.cases().size() != 1 || merged.cases().getFirst().size() != 1) {
      return Optional.empty();
    }
    NavigableSet<Integer> points = new TreeSet<>();
    presence.cases().forEach(one -> points.addAll(one.keySet()));
    var only = merged.cases().getFirst().entrySet().iterator().next();
    return Optional.of(new Operator(only.getKey(), only.getValue(), points));
  }
}
