package dev.repfuse.pass.clean;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewrite;
import java.util.Optional;

/** Removes additions of zero and multiplications by one that change no shape. */
public final class DropNoOpArithmetic implements Rewrite {
  /** Before this operator set, elementwise operators broadcast by other rules. */
  private static final long OLDEST_OPSET = 7;

  private static final long MOST_ELEMENTS = 1 << 16;

  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (!facts.isStandard(anchor) || facts.opset() < OLDEST_OPSET || anchor.result().isEmpty()) {
      return Outcome.NOT_MINE;
    }
    Value left = anchor.input(0);
    Value right = anchor.input(1);
    return switch (anchor.opType()) {
      case "Add" -> eitherSide(anchor, 0, facts);
      case "Mul" -> eitherSide(anchor, 1, facts);
      case "Sub" -> isAll(right, 0, facts) ? drop(anchor, left, right, facts) : Outcome.NOT_MINE;
      case "Div" -> isAll(right, 1, facts) ? drop(anchor, left, right, facts) : Outcome.NOT_MINE;
      default -> Outcome.NOT_MINE;
    };
  }

  private static Outcome eitherSide(Node node, double neutral, Facts facts) {
    Value left = node.input(0);
    Value right = node.input(1);
    if (isAll(right, neutral, facts)) {
      return drop(node, left, right, facts);
    }
    return isAll(left, neutral, facts) ? drop(node, right, left, facts) : Outcome.NOT_MINE;
  }

  private static boolean isAll(Value value, double number, Facts facts) {
    Optional<Tensor> constant = facts.constant(value).filter(Tensor::isNumeric);
    if (constant.isEmpty() || !startsWith(constant.get(), number)) {
      return false;
    }
    for (double element : constant.get().doubles()) {
      if (element != number) {
        return false;
      }
    }
    return true;
  }

  /** Settles most cases without decoding a whole weight. */
  private static boolean startsWith(Tensor tensor, double number) {
    long count = tensor.elementCount();
    if (count == 0 || count > MOST_ELEMENTS) {
      return false;
    }
    var first = tensor.bytes().asSlice(0, tensor.type().bytesFor(1));
    return Tensor.of(tensor.type(), Shape.of(1), first).doubles()[0] == number;
  }

  private static Outcome drop(Node node, Value kept, Value constant, Facts facts) {
    return fits(facts.shape(constant).orElseThrow(), facts.shape(kept))
        ? NoOp.drop(node, kept)
        : Outcome.declined(Reason.WIDENS, "'" + constant.name() + "'");
  }

  /** Whether {@code narrow} broadcasts to {@code wide} and never the other way. */
  private static boolean fits(Shape narrow, Optional<Shape> wide) {
    if (narrow.rank() == 0) {
      return true;
    }
    if (wide.isEmpty() || wide.get().rank() < narrow.rank()) {
      return false;
    }
    int ahead = wide.get().rank() - narrow.rank();
    for (int axis = 0; axis < narrow.rank(); axis++) {
      if (!narrow.dim(axis).is(1) && !narrow.dim(axis).equals(wide.get().dim(axis + ahead))) {
        return false;
      }
    }
    return true;
  }

  /** {@code −0 + 0} is {@code +0}. */
  @Override
  public Exactness exactness() {
    return Exactness.ROUNDING;
  }
}
