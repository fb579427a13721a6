package dev.repfuse.pass.clean;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.List;
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
   * others are the same number and none of them is zero.
   */
  static boolean surelyWithSameCount(Value a, Value b, Facts facts) {
    int differences = differences(a, b, facts);
    return differences == 0 || (differences == 1 && othersAreNumbers(a, b, facts));
  }

  private static boolean othersAreNumbers(Value a, Value b, Facts facts) {
    List<Dim> first = facts.shape(a).orElseThrow().dims();
    List<Dim> second = facts.shape(b).orElseThrow().dims();
    int numbers = 0;
    for (int axis = 0; axis < first.size(); axis++) {
      if (first.get(axis) instanceof Dim.Known(long size)
          && size > 0
          && second.get(axis).is(size)) {
        numbers++;
      }
    }
    return numbers == first.size() - 1;
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
