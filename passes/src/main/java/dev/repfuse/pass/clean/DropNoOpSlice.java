package dev.repfuse.pass.clean;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Rewrite;
import java.util.Optional;
import java.util.OptionalLong;

/** Removes Slices that keep every element. */
public final class DropNoOpSlice implements Rewrite {
  /** From this operator set on, starts, ends, axes and steps are inputs. */
  private static final long BOUNDS_ARE_INPUTS = 10;

  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (!facts.is(anchor, "Slice") || !stepsByOne(anchor, facts)) {
      return Outcome.NOT_MINE;
    }
    return keepsShape(anchor, facts) || keepsBounds(anchor, facts)
        ? NoOp.drop(anchor, anchor.input(0))
        : Outcome.NOT_MINE;
  }

  /** Elements that follow each other, as many as there are, are all of them. */
  private static boolean keepsShape(Node node, Facts facts) {
    return node.result().filter(r -> SameShape.surely(node.input(0), r, facts)).isPresent();
  }

  private static boolean keepsBounds(Node node, Facts facts) {
    Optional<long[]> starts = numbers(node, 1, "starts", facts);
    Optional<long[]> ends = numbers(node, 2, "ends", facts);
    if (starts.isEmpty() || ends.isEmpty()) {
      return false;
    }
    Optional<long[]> axes = axes(node, starts.get().length, facts);
    if (axes.isEmpty()
        || axes.get().length != starts.get().length
        || ends.get().length != starts.get().length) {
      return false;
    }
    for (int i = 0; i < axes.get().length; i++) {
      if (!keepsAll(starts.get()[i], ends.get()[i], axes.get()[i], node, facts)) {
        return false;
      }
    }
    return true;
  }

  private static boolean keepsAll(long start, long end, long axis, Node node, Facts facts) {
    if (end >= Integer.MAX_VALUE && start == 0) {
      return true;
    }
    Optional<Shape> shape = facts.shape(node.input(0));
    if (shape.isEmpty() || axis < -shape.get().rank() || axis >= shape.get().rank()) {
      return false;
    }
    int at = (int) (axis < 0 ? axis + shape.get().rank() : axis);
    OptionalLong size = shape.get().size(at);
    return size.isPresent()
        && (start == 0 || start <= -size.getAsLong())
        && end >= size.getAsLong();
  }

  private static boolean stepsByOne(Node node, Facts facts) {
    if (facts.opset() < BOUNDS_ARE_INPUTS || node.input(4) instanceof Absent) {
      return true;
    }
    return facts
        .known(node.input(4))
        .filter(steps -> steps.type().isInteger())
        .filter(steps -> java.util.Arrays.stream(steps.longs()).allMatch(step -> step == 1))
        .isPresent();
  }

  private static Optional<long[]> axes(Node node, int count, Facts facts) {
    boolean given =
        facts.opset() < BOUNDS_ARE_INPUTS
            ? node.attribute("axes").isPresent()
            : !(node.input(3) instanceof Absent);
    if (given) {
      return numbers(node, 3, "axes", facts);
    }
    long[] all = new long[count];
    java.util.Arrays.setAll(all, axis -> axis);
    return Optional.of(all);
  }

  private static Optional<long[]> numbers(Node node, int input, String attribute, Facts facts) {
    return facts.opset() < BOUNDS_ARE_INPUTS
        ? node.intsAttribute(attribute)
        : facts.known(node.input(input)).filter(t -> t.type().isInteger()).map(Tensor::longs);
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
