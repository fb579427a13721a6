package dev.repfuse.pass.clean;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
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
      case "Add" ->
          isAll(right, 0, facts)
              ? drop(anchor, left, right, facts)
              : isAll(left, 0, facts) ? drop(anchor, right, left, facts) : Outcome.NOT_MINE;
      case "Mul" ->
          isAll(right, 1, facts)
              ? drop(anchor, left, right, facts)
              : isAll(left, 1, facts) ? drop(anchor, right, left, facts) : Outcome.NOT_MINE;
      case "Sub" -> isAll(right, 0, facts) ? drop(anchor, left, right, facts) : Outcome.NOT_MINE;
      case "Div" -> isAll(right, 1, facts) ? drop(anchor, left, right, facts) : Outcome.NOT_MINE;
      default -> Outcome.NOT_MINE;
    };
  }

  private static boolean isAll(Value value, double number, Facts facts) {
    Optional<Tensor> constant = facts.constant(value);
    if (constant.isEmpty()
        || !constant.get().isNumeric()
        || constant.get().elementCount() > MOST_ELEMENTS) {
      return false;
    }
    for (double element : constant.get().doubles()) {
      if (element != number) {
        return false;
      }
    }
    return true;
  }

  /** A single number of no higher rank widens nothing; anything else needs proof. */
  private static Outcome drop(Node node, Value kept, Value constant, Facts facts) {
    Tensor numbers = facts.constant(constant).orElseThrow();
    boolean single =
        numbers.elementCount() == 1
            && (numbers.shape().rank() == 0
                || facts.rank(kept).orElse(-1) >= numbers.shape().rank());
    return single || SameShape.surely(kept, node.result().orElseThrow(), facts)
        ? NoOp.drop(node, kept)
        : Outcome.NOT_MINE;
  }

  /** {@code −0 + 0} is {@code +0}. */
  @Override
  public Exactness exactness() {
    return Exactness.ROUNDING;
  }
}
