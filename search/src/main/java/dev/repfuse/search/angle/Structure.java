package dev.repfuse.search.angle;

import dev.repfuse.ir.Model;
import dev.repfuse.pass.choice.ChoiceException;
import dev.repfuse.pass.choice.ChoicePoint;
import dev.repfuse.pass.choice.Decider;
import dev.repfuse.pass.choice.LiveNodes;
import dev.repfuse.pass.choice.Presence;
import dev.repfuse.pass.choice.SearchSpace;
import java.util.List;
import java.util.Optional;

/**
 * Which parts of a supernet belong to which choice.
 *
 * @param deciders the decider of each point, by number
 * @param counts how many choices each decider has
 */
record Structure(
    Model model, SearchSpace space, LiveNodes live, List<Integer> deciders, List<Integer> counts) {

  /**
   * Of a supernet.
   *
   * @throws ChoiceException if the space is none of the model, or one without operators
   */
  static Structure of(Model model, SearchSpace space) {
    if (!model.functions().isEmpty()) {
      throw new ChoiceException(
          "has model-local functions, whose weights belong to no choice; inline them first");
    }
    for (ChoicePoint point : space.points()) {
      if (point instanceof ChoicePoint.Generated(var decider, int choices, var values)) {
        throw new ChoiceException(
            "%s decides about generated weights, which no initial ones belong to"
                .formatted(decider));
      }
    }
    List<Decider> order = List.copyOf(space.deciders().keySet());
    return new Structure(
        model,
        space,
        LiveNodes.of(model, space),
        space.points().stream().map(point -> order.indexOf(point.decider())).toList(),
        List.copyOf(space.deciders().values()));
  }

  /** Where a part is; nothing if several choices decide about it together. */
  Optional<Place> place(Presence presence) {
    return Place.of(presence, deciders, counts);
  }
}
