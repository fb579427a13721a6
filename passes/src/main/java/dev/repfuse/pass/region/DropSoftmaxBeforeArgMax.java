package dev.repfuse.pass.region;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewrite;
import java.util.OptionalInt;

/**
 * Lets an ArgMax look at numbers instead of at their Softmax, which keeps their order. It is not
 * safe to the bit: rounding can make two probabilities equal where the numbers are not, and then
 * the ArgMax of the Softmax takes the first of them.
 */
public final class DropSoftmaxBeforeArgMax implements Rewrite {
  private static final long ONE_AXIS = 13;

  @Override
  public Exactness exactness() {
    return Exactness.LOSSY;
  }

  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (facts.opset() < ONE_AXIS
        || !facts.is(anchor, "Softmax")
        || !(anchor.input(0) instanceof NamedValue numbers)
        || anchor.result().isEmpty()) {
      return Outcome.NOT_MINE;
    }
    Result soft = anchor.result().get();
    OptionalInt rank = facts.rank(soft);
    if (rank.isEmpty() || !onlyArgMax(soft, anchor, rank.getAsInt(), facts)) {
      return Outcome.NOT_MINE;
    }
    return Edit.canBypass(soft, numbers)
        ? Outcome.replace(new Edit.Bypass(soft, numbers), anchor)
        : Outcome.declined(Reason.KEEPS_NAME, "'" + soft.name() + "'");
  }

  private static boolean onlyArgMax(Result soft, Node softmax, int rank, Facts facts) {
    int axis = Shape.axis(softmax.intAttribute("axis", -1), rank);
    return !soft.uses().isEmpty()
        && soft.uses().stream()
            .allMatch(use ->
                use instanceof Use.ByNode(Node reader, int index)
                    && facts.is(reader, "ArgMax")
                    && Shape.axis(reader.intAttribute("axis", 0), rank) == axis);
  }
}
