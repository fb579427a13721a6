package dev.repfuse.pass.clean;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Rewrite;
import dev.repfuse.pass.SliceBounds;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** Removes Slices that keep every element. */
public final class DropNoOpSlice implements Rewrite {
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
    Optional<SliceBounds> bounds = SliceBounds.read(node, facts);
    if (bounds.isEmpty()) {
      return false;
    }
    SliceBounds known = bounds.get();
    for (int i = 0; i < known.axes().length; i++) {
      if (!keepsAll(known.starts()[i], known.ends()[i], known.axes()[i], node, facts)) {
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
    int at = Shape.axis(axis, shape.get().rank());
    OptionalLong size = shape.get().size(at);
    return size.isPresent()
        && (start == 0 || start <= -size.getAsLong())
        && end >= size.getAsLong();
  }

  private static boolean stepsByOne(Node node, Facts facts) {
    return SliceBounds.steps(node, facts)
        .filter(steps -> Arrays.stream(steps).allMatch(step -> step == 1))
        .isPresent();
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
