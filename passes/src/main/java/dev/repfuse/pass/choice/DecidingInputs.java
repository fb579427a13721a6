package dev.repfuse.pass.choice;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.pass.choice.ChoicePoint.Branching;
import dev.repfuse.pass.choice.ChoicePoint.Meeting;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a caller of a supernet gives its deciding inputs for an architecture. */
record DecidingInputs(Model model, SearchSpace space) {

  /**
   * The inputs by name; elements that decide nothing are 0.
   *
   * @throws ChoiceException if the space is none of the model
   */
  Map<String, Tensor> of(List<Integer> architecture) {
    Map<Decider, Integer> choices = space.byDecider(architecture);
    Map<String, double[]> numbers = new LinkedHashMap<>();
    for (ChoicePoint point : space.points()) {
      Decider decider = point.decider();
      long[] sizes = sizes(input(decider.input()));
      double[] all =
          numbers.computeIfAbsent(
              decider.input(),
              name -> new double[(int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b)]);
      set(all, point, sizes, Optional.ofNullable(choices.get(decider)).orElseThrow());
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    numbers.forEach((name, values) -> {
      GraphInput input = input(name);
      ElementType type = input.type().tensorElement();
      tensors.put(name, Tensor.ofDoubles(type, Shape.of(sizes(input)), values));
    });
    return tensors;
  }

  private void set(double[] all, ChoicePoint point, long[] sizes, int choice) {
    Decider decider = point.decider();
    if (!isRow(decider)) {
      all[position(decider, sizes, sizes.length)] = choice;
      return;
    }
    int row = position(decider, sizes, sizes.length - 1);
    int length = (int) sizes[sizes.length - 1];
    if (point.choices() != length) {
      throw new ChoiceException(
          "%s has %d elements, and there are %d branches"
              .formatted(decider, length, point.choices()));
    }
    all[row * length + choice] = 1;
  }

  /** Whether some sum takes a decider for a row. */
  private boolean isRow(Decider decider) {
    return space.points().stream()
        .anyMatch(point ->
            point instanceof Branching sum
                && sum.meeting() == Meeting.SUM
                && sum.decider().equals(decider));
  }

  private static int position(Decider decider, long[] sizes, int axes) {
    if (decider.at().size() != axes) {
      throw new ChoiceException(
          "%s has %d indices, and it takes %d".formatted(decider, decider.at().size(), axes));
    }
    int position = 0;
    for (int axis = 0; axis < axes; axis++) {
      int index = decider.at().get(axis);
      if (index < 0 || index >= sizes[axis]) {
        throw new ChoiceException(
            "%s: index %d is not below %d".formatted(decider, index, sizes[axis]));
      }
      position = position * (int) sizes[axis] + index;
    }
    return position;
  }

  private GraphInput input(String name) {
    return model.graph().inputs().stream()
        .filter(input -> input.name().equals(name))
        .filter(input -> input.byDefault().isEmpty())
        .findFirst()
        .orElseThrow(() -> new ChoiceException("the model has no input '%s'".formatted(name)));
  }

  private static long[] sizes(GraphInput input) {
    return input
        .type()
        .tensorShape()
        .flatMap(Shape::sizes)
        .orElseThrow(
            () -> new ChoiceException("input '%s' has no fixed shape".formatted(input.name())));
  }
}
