package dev.repfuse.pass.clean;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewrite;
import java.util.Optional;

/** Removes Dropout nodes that are in inference mode. */
public final class DropDropout implements Rewrite {
  /** Before this operator set, an attribute told training from inference. */
  private static final long MODE_IS_IMPLIED = 7;

  /** From this operator set on, an input tells training from inference. */
  private static final long MODE_IS_INPUT = 12;

  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (!facts.is(anchor, "Dropout") || anchor.result().isEmpty()) {
      return Outcome.NOT_MINE;
    }
    if (isTraining(anchor, facts)) {
      return Outcome.declined(Reason.TRAINING_DROPOUT);
    }
    for (Result result : anchor.results()) {
      if (result.index() > 0 && !result.uses().isEmpty()) {
        return Outcome.declined(Reason.READ_ELSEWHERE, "mask '" + result.name() + "'");
      }
    }
    Result result = anchor.result().get();
    if (!(anchor.input(0) instanceof dev.repfuse.ir.NamedValue input)) {
      return Outcome.NOT_MINE;
    }
    return Edit.canBypass(result, input)
        ? Outcome.replace(new Edit.Bypass(result, input), anchor)
        : Outcome.declined(Reason.KEEPS_NAME, "'" + result.name() + "'");
  }

  /** Whether a Dropout node drops anything, or may. */
  public static boolean isTraining(Node node, Facts facts) {
    if (facts.opset() < MODE_IS_IMPLIED) {
      return node.intAttribute("is_test", 0) == 0;
    }
    if (facts.opset() < MODE_IS_INPUT || node.input(2) instanceof Absent) {
      return false;
    }
    Optional<Tensor> mode = facts.constant(node.input(2));
    return mode.filter(t -> t.type() == ElementType.BOOL && t.elementCount() == 1)
        .map(t -> t.longs()[0] != 0)
        .orElse(true);
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
