package dev.repfuse.pass.choice;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.choice.Survey.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds Gathers that pick one of several branches, which are stacked along an axis of their own.
 */
final class Stacks {
  private final Survey survey;
  private final Facts facts;

  Stacks(Survey survey) {
    this.survey = survey;
    this.facts = survey.facts();
  }

  List<Found> find() {
    List<Found> found = new ArrayList<>();
    for (Node node : survey.nodes()) {
      if (facts.is(node, "Gather")) {
        survey.element(node.input(1)).flatMap(index -> point(node, index)).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<Found> point(Node gather, Element index) {
    if (!(gather.input(0) instanceof Result stack) || !facts.is(stack.producer(), "Concat")) {
      return Optional.empty();
    }
    OptionalInt rank = facts.rank(stack);
    if (rank.isEmpty()) {
      return Optional.empty();
    }
    int axis = Shape.axis(gather.intAttribute("axis", 0), rank.getAsInt());
    if (Shape.axis(stack.producer().intAttribute("axis", 0), rank.getAsInt()) != axis) {
      return Optional.empty();
    }
    Optional<Result> output = output(gather, axis);
    List<String> branches = new ArrayList<>();
    for (Value part : stack.producer().inputs()) {
      Optional<NamedValue> branch = unsqueezed(part, axis, rank.getAsInt());
      if (branch.isEmpty() || output.isEmpty() || !survey.fits(branch.get(), output.get())) {
        return Optional.empty();
      }
      branches.add(branch.get().name());
    }
    return Optional.of(
        new Found(
            new ChoicePoint.Branching(
                ChoicePoint.Meeting.GATHER, index.decider(), branches, output.get().name()),
            gather,
            Set.of(new Use.ByNode(gather, 1)),
            List.of(index)));
  }

  /** The Gather's result if the index is a scalar; if it is a list of one, what drops that axis. */
  private Optional<Result> output(Node gather, int axis) {
    Result picked = gather.results().getFirst();
    OptionalInt rank = facts.rank(gather.input(1));
    if (rank.equals(OptionalInt.of(0))) {
      return Optional.of(picked);
    }
    if (!rank.equals(OptionalInt.of(1))
        || picked.uses().size() != 1
        || !(picked.uses().iterator().next() instanceof Use.ByNode(Node squeeze, int input))
        || !facts.is(squeeze, "Squeeze")
        || !isOnly(axes(squeeze), axis, facts.rank(picked))) {
      return Optional.empty();
    }
    return squeeze.result();
  }

  private Optional<NamedValue> unsqueezed(Value part, int axis, int rank) {
    return part instanceof Result result
            && facts.is(result.producer(), "Unsqueeze")
            && isOnly(axes(result.producer()), axis, OptionalInt.of(rank))
            && result.producer().input(0) instanceof NamedValue branch
        ? Optional.of(branch)
        : Optional.empty();
  }

  private static boolean isOnly(Optional<long[]> axes, int axis, OptionalInt rank) {
    return rank.isPresent()
        && axes.isPresent()
        && axes.get().length == 1
        && Shape.axis(axes.get()[0], rank.getAsInt()) == axis;
  }

  /** An attribute before opset 13, an input from then on. */
  private Optional<long[]> axes(Node node) {
    return node.intsAttribute("axes")
        .or(() -> facts.known(node.input(1)).filter(t -> t.type().isInteger()).map(t -> t.longs()));
  }

  /** How many rows a table of constants has that an element picks one of, if the node does that. */
  OptionalLong rows(Node node) {
    if (!facts.is(node, "Gather") || survey.element(node.input(1)).isEmpty()) {
      return OptionalLong.empty();
    }
    Optional<Shape> table = facts.shape(node.input(0));
    if (table.isEmpty() || table.get().rank() == 0) {
      return OptionalLong.empty();
    }
    return table.get().size(Shape.axis(node.intAttribute("axis", 0), table.get().rank()));
  }
}
