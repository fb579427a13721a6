package dev.repfuse.pass.clean;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.Optional;

/** Proves that two values have the same shape whatever the model is given. */
final class SameShape {
  private SameShape() {}

  /** Whether every extent is the same number or the same name. */
  static boolean surely(Value a, Value b, Facts facts) {
    return differences(a, b, facts) == 0;
  }

  /**
   * The same for values known to have equally many elements: one axis may be open then, if all
   * others are the same and none is empty.
   */
  static boolean surelyWithSameCount(Value a, Value b, Facts facts) {
    int differences = differences(a, b, facts);
    return differences == 0
        || (differences == 1 && facts.shape(a).filter(SameShape::hasOnlyCountable).isPresent());
  }

  private static boolean hasOnlyCountable(Shape shape) {
    return shape.dims().stream().noneMatch(dim -> dim.is(0))
        && shape.dims().stream().filter(dim -> !(dim instanceof Dim.Known)).count() <= 1;
  }

  /** Axes that may differ; a large number where ranks do, or numbers that do for certain. */
  private static int differences(Value a, Value b, Facts facts) {
    Optional<Shape> first = facts.shape(a);
    Optional<Shape> second = facts.shape(b);
    if (first.isEmpty() || second.isEmpty() || first.get().rank() != second.get().rank()) {
      return Integer.MAX_VALUE;
    }
    int open = 0;
    for (int axis = 0; axis < first.get().rank(); axis++) {
      Dim x = first.get().dim(axis);
      Dim y = second.get().dim(axis);
      if (x instanceof Dim.Known && y instanceof Dim.Known && !x.equals(y)) {
        return Integer.MAX_VALUE;
      }
      if (!x.equals(y) || x instanceof Dim.Unknown) {
        open++;
      }
    }
    return open;
  }
}
