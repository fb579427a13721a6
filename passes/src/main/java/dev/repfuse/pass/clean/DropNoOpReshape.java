package dev.repfuse.pass.clean;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Rewrite;

/** Removes Reshape, Flatten, Squeeze, Unsqueeze and Expand nodes that give the shape there was. */
public final class DropNoOpReshape implements Rewrite {
  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (anchor.result().isEmpty() || !facts.isStandard(anchor)) {
      return Outcome.NOT_MINE;
    }
    Value input = anchor.input(0);
    Value result = anchor.result().get();
    if (anchor.is("Expand")) {
      return SameShape.surely(input, result, facts) ? NoOp.drop(anchor, input) : Outcome.NOT_MINE;
    }
    if (!keepsElements(anchor)) {
      return Outcome.NOT_MINE;
    }
    if (SameShape.surelyWithSameCount(input, result, facts)) {
      return NoOp.drop(anchor, input);
    }
    boolean backAndForth =
        input instanceof Result inner
            && facts.isStandard(inner.producer())
            && keepsElements(inner.producer())
            && SameShape.surelyWithSameCount(inner.producer().input(0), result, facts);
    return backAndForth
        ? NoOp.drop(anchor, ((Result) input).producer().input(0))
        : Outcome.NOT_MINE;
  }

  private static boolean keepsElements(Node node) {
    return switch (node.opType()) {
      case "Reshape", "Flatten", "Squeeze", "Unsqueeze" -> true;
      default -> false;
    };
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
