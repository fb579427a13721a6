package dev.repfuse.pass.fold;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A tensor whose elements depend on their place along one axis only, as exporters build them by
 * Range, Reshape and Expand.
 *
 * @param rank of the tensor
 * @param axis along which the elements differ; empty if all are the same
 * @param content what stands along it
 */
record Line(int rank, OptionalInt axis, Content content) {
  private static final int DEEPEST = 16;

  /** The elements along the axis. */
  sealed interface Content {}

  /** These numbers; one if all elements are the same. */
  @SuppressWarnings("ArrayRecordComponent")
  record Numbers(double[] values) implements Content {
    /** Whether these are 0, 1, … up to, but without, {@code length}. */
    boolean countsTo(long length) {
      return values.length == length
          && IntStream.range(0, values.length).allMatch(i -> values[i] == i);
    }
  }

  /** 0, 1, … up to, but without, an extent that may be unknown until the model runs. */
  record Counting(Dim length) implements Content {}

  /** The tensor as a line, if it can be shown to be one. */
  static Optional<Line> of(Value value, Facts facts) {
    return of(value, facts, DEEPEST);
  }

  private static Optional<Line> of(Value value, Facts facts, int depth) {
    Optional<Tensor> known = facts.known(value);
    if (known.isPresent()) {
      return ofConstant(known.get());
    }
    if (depth == 0 || !(value instanceof Result result)) {
      return Optional.empty();
    }
    Node node = result.producer();
    Optional<Shape> shape = facts.shape(result);
    if (!facts.isStandard(node) || shape.isEmpty()) {
      return Optional.empty();
    }
    return switch (node.opType()) {
      case "Range" -> ofRange(node, shape.get(), facts);
      case "Expand" ->
          of(node.input(0), facts, depth - 1).flatMap(line -> line.expandedTo(shape.get()));
      case "Reshape" ->
          of(node.input(0), facts, depth - 1).flatMap(line -> line.reshapedTo(shape.get()));
      case "Transpose" ->
          of(node.input(0), facts, depth - 1)
              .flatMap(line -> node.intsAttribute("perm").flatMap(line::transposed));
      default -> Optional.empty();
    };
  }

  static Optional<Line> ofConstant(Tensor tensor) {
    if (!tensor.isNumeric() || tensor.elementCount() == 0) {
      return Optional.empty();
    }
    double[] all = tensor.doubles();
    long[] sizes = tensor.shape().sizes().orElseThrow();
    OptionalInt axis = OptionalInt.empty();
    int step = 1;
    int stepOfAxis = 1;
    for (int a = sizes.length - 1; a >= 0; a--) {
      int size = (int) sizes[a];
      int below = step;
      boolean varies =
          IntStream.range(0, all.length)
              .anyMatch(i -> i / below % size > 0 && all[i] != all[i - below]);
      if (varies && axis.isPresent()) {
        return Optional.empty();
      }
      if (varies) {
        axis = OptionalInt.of(a);
        stepOfAxis = step;
      }
      step *= size;
    }
    if (axis.isEmpty()) {
      return Optional.of(new Line(sizes.length, axis, new Numbers(new double[] {all[0]})));
    }
    double[] numbers = new double[(int) sizes[axis.getAsInt()]];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = all[i * stepOfAxis];
    }
    return Optional.of(new Line(sizes.length, axis, new Numbers(numbers)));
  }

  private static Optional<Line> ofRange(Node node, Shape shape, Facts facts) {
    boolean counts = isNumber(node.input(0), 0, facts) && isNumber(node.input(2), 1, facts);
    return counts && shape.rank() == 1
        ? Optional.of(new Line(1, OptionalInt.of(0), new Counting(shape.dim(0))))
        : Optional.empty();
  }

  private static boolean isNumber(Value value, double number, Facts facts) {
    return facts
        .known(value)
        .filter(t -> t.isNumeric() && t.elementCount() == 1 && t.doubles()[0] == number)
        .isPresent();
  }

  private Optional<Line> expandedTo(Shape shape) {
    if (shape.rank() < rank) {
      return Optional.empty();
    }
    int added = shape.rank() - rank;
    return Optional.of(
        new Line(
            shape.rank(),
            axis.isPresent() ? OptionalInt.of(axis.getAsInt() + added) : axis,
            content));
  }

  private Optional<Line> transposed(long[] order) {
    if (order.length != rank) {
      return Optional.empty();
    }
    OptionalInt moved =
        axis.isEmpty()
            ? axis
            : IntStream.range(0, rank).filter(i -> order[i] == axis.getAsInt()).findFirst();
    return Optional.of(new Line(rank, moved, content));
  }

  /** A vector that becomes one axis among axes of length 1. */
  private Optional<Line> reshapedTo(Shape shape) {
    if (axis.isEmpty()) {
      return Optional.of(new Line(shape.rank(), axis, content));
    }
    int[] longer = IntStream.range(0, shape.rank()).filter(a -> !shape.dim(a).is(1)).toArray();
    return rank == 1 && longer.length == 1
        ? Optional.of(new Line(shape.rank(), OptionalInt.of(longer[0]), content))
        : Optional.empty();
  }

  /** The numbers, if they are known. */
  Optional<double[]> numbers() {
    return content instanceof Numbers(double[] values) ? Optional.of(values) : Optional.empty();
  }
}
