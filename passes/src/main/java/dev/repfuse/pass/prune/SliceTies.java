package dev.repfuse.pass.prune;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Slice: a run of positions, one by one; anything else holds its axis. */
final class SliceTies {
  private SliceTies() {}

  static void relate(Node node, Ties ties) {
    Value x = node.input(0);
    Value y = node.output(0);
    int rank = ties.rank(x);
    Optional<long[]> starts = numbers(node, ties.facts(), 1, "starts");
    Optional<long[]> ends = numbers(node, ties.facts(), 2, "ends");
    Optional<long[]> axes = axes(node, ties.facts());
    if (axes.isEmpty()) {
      UnknownTies.pin(node, ties, "its axes are not known");
      return;
    }
    Optional<long[]> steps = steps(node, ties.facts(), axes.get().length);
    boolean[] cut = new boolean[rank];
    for (int i = 0; i < axes.get().length; i++) {
      int axis = Shape.axis(axes.get()[i], rank);
      cut[axis] = true;
      boolean known =
          starts.isPresent() && ends.isPresent() && steps.isPresent() && steps.get()[i] == 1;
      if (!known || !run(ties, x, y, axis, starts.get()[i])) {
        ties.pin(node, x, axis, "it is cut where it is not known, or with gaps");
        ties.pin(node, y, axis, "it is cut where it is not known, or with gaps");
      }
    }
    for (int axis = 0; axis < rank; axis++) {
      if (!cut[axis]) {
        ties.tie(node, x, axis, y, axis);
      }
    }
  }

  /** Ties a run of positions that begins at {@code start}. */
  private static boolean run(Ties ties, Value x, Value y, int axis, long start) {
    OptionalLong extent = ties.extent(x, axis);
    Optional<Atoms.Line> from = ties.line(x, axis);
    Optional<Atoms.Line> to = ties.line(y, axis);
    if (extent.isEmpty() || from.isEmpty() || to.isEmpty()) {
      return false;
    }
    long first = start < 0 ? Math.max(0, start + extent.getAsLong()) : start;
    if (first + to.get().extent() > extent.getAsLong()) {
      return false;
    }
    for (int i = 0; i < to.get().extent(); i++) {
      ties.atoms().join(to.get().at(i), from.get().at((int) first + i));
    }
    return true;
  }

  private static boolean isGiven(Node node, int input, String attribute) {
    return node.attribute(attribute).isPresent()
        || (node.inputs().size() > input && node.input(input) instanceof NamedValue);
  }

  /** The axes that are cut, counted from either end. */
  static Optional<long[]> axes(Node node, Facts facts) {
    return isGiven(node, 3, "axes")
        ? numbers(node, facts, 3, "axes")
        : facts
            .shape(node.inputs().size() > 1 ? node.input(1) : node.input(0))
            .filter(shape -> node.inputs().size() > 1)
            .map(shape -> shape.size(0))
            .orElse(attributeLength(node))
            .stream()
            .mapToObj(count -> LongStream.range(0, count).toArray())
            .findFirst();
  }

  private static OptionalLong attributeLength(Node node) {
    return node.intsAttribute("starts")
        .map(starts -> OptionalLong.of(starts.length))
        .orElse(OptionalLong.empty());
  }

  /** The numbers of an input, or of the attribute that old operator sets have instead. */
  static Optional<long[]> numbers(Node node, Facts facts, int input, String attribute) {
    return node.inputs().size() > input
        ? facts.known(node.input(input)).map(Tensor::longs)
        : node.intsAttribute(attribute);
  }

  private static Optional<long[]> steps(Node node, Facts facts, int axes) {
    return isGiven(node, 4, "steps") ? numbers(node, facts, 4, "steps") : Optional.of(ones(axes));
  }

  /** Whether a cut of one axis surely takes a run of positions, one by one. */
  static boolean stepsByOne(Node node, Facts facts) {
    return Arrays.equals(steps(node, facts, 1).orElse(new long[0]), ones(1));
  }

  private static long[] ones(int count) {
    long[] ones = new long[count];
    Arrays.fill(ones, 1);
    return ones;
  }
}
