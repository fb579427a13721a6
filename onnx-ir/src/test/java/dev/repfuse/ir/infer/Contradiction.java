package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Type;
import java.util.Optional;

/** Tells whether two claims about the type of one value cannot both be true. */
final class Contradiction {
  private Contradiction() {}

  static boolean between(Type a, Type b) {
    ElementType left = a.tensorElement();
    ElementType right = b.tensorElement();
    boolean elements =
        left != ElementType.UNDEFINED && right != ElementType.UNDEFINED && left != right;
    return elements || between(a.tensorShape(), b.tensorShape());
  }

  private static boolean between(Optional<Shape> a, Optional<Shape> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return false;
    }
    if (a.get().rank() != b.get().rank()) {
      return true;
    }
    for (int axis = 0; axis < a.get().rank(); axis++) {
      Dim left = a.get().dim(axis);
      Dim right = b.get().dim(axis);
      if (left instanceof Dim.Known && right instanceof Dim.Known && !left.equals(right)) {
        return true;
      }
    }
    return false;
  }
}
