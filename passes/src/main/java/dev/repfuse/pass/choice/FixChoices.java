package dev.repfuse.pass.choice;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.GraphEditor;
import dev.repfuse.ir.edit.InputFreezer;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the choices of an architecture for good. */
public final class FixChoices {
  private final Map<String, Optional<NamedValue>> values = new HashMap<>();

  private FixChoices(Model model) {
    for (Graph graph : model.graph().withInner()) {
      graph.inputs().forEach(this::add);
      graph.initializers().forEach(this::add);
      for (Node node : graph.nodes()) {
        node.results().forEach(this::add);
      }
    }
  }

  /** A name that two values have means neither. */
  private void add(NamedValue value) {
    values.merge(value.name(), Optional.of(value), (one, other) -> Optional.empty());
  }

  /**
   * Makes constants of the inputs that decide, and nothing else: the supernet as a caller runs it
   * with these choices.
   *
   * @throws ChoiceException if the architecture is none of the space, or the space none of the
   *     model
   */
  public static void inInputs(Model model, SearchSpace space, List<Integer> architecture) {
    space.check(architecture);
    InputFreezer.freeze(model, new DecidingInputs(model, space).of(architecture));
  }

  /**
   * Lets the chosen branches go on in the place of sums and Gathers, and makes constants of the
   * inputs that decide; Ifs are left with constant conditions.
   *
   * @throws ChoiceException if the architecture is none of the space, or the space none of the
   *     model
   */
  public static void in(Model model, SearchSpace space, List<Integer> architecture) {
    space.check(architecture);
    Map<Decider, Integer> choices = space.byDecider(architecture);
    Map<String, Tensor> inputs = new DecidingInputs(model, space).of(architecture);
    FixChoices fix = new FixChoices(model);
    Map<Result, NamedValue> chosen = new LinkedHashMap<>();
    for (ChoicePoint point : space.points()) {
      if (point instanceof ChoicePoint.Branching(var meeting, var decider, var branches, var output)
          && meeting != ChoicePoint.Meeting.IF) {
        String branch = branches.get(Optional.ofNullable(choices.get(decider)).orElseThrow());
        chosen.put(fix.output(output), fix.branch(branch, output));
      }
    }
    chosen.forEach(FixChoices::choose);
    InputFreezer.freeze(model, inputs);
  }

  /** A sum that is itself in a branch that was not chosen is gone already. */
  private static void choose(Result output, NamedValue branch) {
    if (!output.producer().isAttached()) {
      return;
    }
    GraphEditor.apply(
        new Edit.Rebuild(
            output, List.of(NewNode.of("Identity", "", List.of(Operand.of(branch)), List.of()))));
  }

  /**
   * Checks that the values and inputs that a space names are in the model.
   *
   * @throws ChoiceException if one is not
   */
  public static void check(Model model, SearchSpace space) {
    FixChoices fix = new FixChoices(model);
    for (ChoicePoint point : space.points()) {
      switch (point) {
        case ChoicePoint.Branching(var meeting, var decider, var branches, var output) -> {
          fix.output(output);
          if (meeting != ChoicePoint.Meeting.IF) {
            branches.forEach(branch -> fix.branch(branch, output));
          }
        }
        case ChoicePoint.Generated(var decider, int choices, var names) ->
            names.forEach(fix::value);
      }
    }
    new DecidingInputs(model, space).of(Collections.nCopies(space.deciders().size(), 0));
  }

  private NamedValue value(String name) {
    return values
        .getOrDefault(name, Optional.empty())
        .orElseThrow(
            () -> new ChoiceException("the model has no value '%s', or several".formatted(name)));
  }

  private Result output(String name) {
    if (value(name) instanceof Result result) {
      return result;
    }
    throw new ChoiceException("no node of the model computes '%s'".formatted(name));
  }

  private NamedValue branch(String name, String output) {
    NamedValue branch = value(name);
    Result meeting = output(output);
    boolean before =
        !(branch instanceof Result result)
            || branch.graph() != meeting.graph()
            || result.producer().order() < meeting.producer().order();
    if (!before
        || (branch.graph() != meeting.graph() && !branch.graph().isAround(meeting.graph()))) {
      throw new ChoiceException("branch '%s' does not stand before '%s'".formatted(name, output));
    }
    return branch;
  }
}
