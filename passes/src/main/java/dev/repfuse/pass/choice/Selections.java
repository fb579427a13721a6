package dev.repfuse.pass.choice;

import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Follows the elements of small graph inputs through operators that only move them. */
final class Selections {
  /** Inputs that decide are small; images are not. */
  private static final long MOST_ELEMENTS = 1 << 14;

  private final Facts facts;
  private final Map<Value, Selection> known = new HashMap<>();

  private Selections(Facts facts) {
    this.facts = facts;
  }

  /**
   * Looks at inputs and nodes.
   *
   * @param nodes of all graphs, each after those that it reads
   */
  static Selections of(Facts facts, List<Node> nodes) {
    Selections selections = new Selections(facts);
    for (GraphInput input : facts.model().graph().inputs()) {
      if (input.byDefault().isEmpty()) {
        selections.add(input);
      }
    }
    for (Node node : nodes) {
      if (node.results().size() == 1 && facts.isStandard(node)) {
        selections.moved(node).ifPresent(s -> selections.known.put(node.results().getFirst(), s));
      }
    }
    return selections;
  }

  private void add(GraphInput input) {
    input
        .type()
        .tensorShape()
        .flatMap(Shape::sizes)
        .filter(sizes -> Arrays.stream(sizes).allMatch(size -> size > 0 && size <= MOST_ELEMENTS))
        .filter(sizes ->
            LongStream.of(sizes).asDoubleStream().reduce(1, (a, b) -> a * b) <= MOST_ELEMENTS)
        .ifPresent(sizes -> known.put(input, Selection.of(input, list(sizes))));
  }

  /** What a value is made of, if it is moved elements of one input. */
  Optional<Selection> of(Value value) {
    return Optional.ofNullable(known.get(value));
  }

  /** The element that a value is, if it is one. */
  Optional<Selection> element(Value value) {
    return of(value).filter(Selection::isSingle);
  }

  private Optional<Selection> moved(Node node) {
    Optional<Selection> source = of(node.input(0));
    if (source.isEmpty()) {
      return Optional.empty();
    }
    return switch (node.opType()) {
      case "Identity", "Cast" -> source;
      case "Reshape", "Squeeze", "Unsqueeze", "Flatten" ->
          facts
              .shape(node.results().getFirst())
              .flatMap(Shape::sizes)
              .map(sizes -> source.get().shaped(list(sizes)));
      case "Gather" -> gathered(node, source.get());
      case "Slice" -> sliced(node, source.get());
      default -> Optional.empty();
    };
  }

  private Optional<Selection> gathered(Node node, Selection source) {
    int rank = source.sizes().size();
    int axis = Shape.axis(node.intAttribute("axis", 0), rank);
    if (axis < 0 || axis >= rank) {
      return Optional.empty();
    }
    int size = source.sizes().get(axis).intValue();
    return facts
        .known(node.input(1))
        .filter(tensor -> tensor.type().isInteger())
        .filter(tensor -> LongStream.of(tensor.longs()).allMatch(i -> i >= -size && i < size))
        .map(tensor ->
            source.gather(
                axis,
                LongStream.of(tensor.longs())
                    .mapToObj(index -> (int) (index < 0 ? index + size : index))
                    .toList(),
                list(tensor.shape().sizes().orElseThrow())));
  }

  /** A range of one axis, in steps of 1; opset 10 and later. */
  private Optional<Selection> sliced(Node node, Selection source) {
    Optional<Long> start = single(node, 1);
    Optional<Long> end = single(node, 2);
    Optional<Long> axis = node.inputs().size() > 3 ? single(node, 3) : Optional.of(0L);
    Optional<Long> step = node.inputs().size() > 4 ? single(node, 4) : Optional.of(1L);
    int rank = source.sizes().size();
    if (start.isEmpty() || end.isEmpty() || axis.isEmpty() || !step.equals(Optional.of(1L))) {
      return Optional.empty();
    }
    int along = Shape.axis(axis.get(), rank);
    if (along < 0 || along >= rank) {
      return Optional.empty();
    }
    long size = source.sizes().get(along);
    long first = Math.clamp(start.get() < 0 ? start.get() + size : start.get(), 0, size);
    long last = Math.clamp(end.get() < 0 ? end.get() + size : end.get(), 0, size);
    if (last <= first) {
      return Optional.empty();
    }
    List<Integer> indices = LongStream.range(first, last).mapToObj(i -> (int) i).toList();
    return Optional.of(source.gather(along, indices, List.of(last - first)));
  }

  private Optional<Long> single(Node node, int input) {
    return facts
        .known(node.input(input))
        .filter(tensor -> tensor.type().isInteger() && tensor.elementCount() == 1)
        .map(Tensor::longs)
        .map(numbers -> numbers[0]);
  }

  private static List<Long> list(long[] numbers) {
    return LongStream.of(numbers).boxed().toList();
  }
}
