package dev.repfuse.pass.clean;

import dev.repfuse.ir.Node;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Rewrite;

/** Removes Concat, Sum, Mean, Max and Min nodes that have one input. */
public final class DropConcatOfOne implements Rewrite {
  @Override
  public Outcome match(Node anchor, Facts facts) {
    boolean joins =
        switch (anchor.opType()) {
          case "Concat", "Sum", "Mean", "Max", "Min" -> facts.isStandard(anchor);
          default -> false;
        };
    return joins && anchor.inputs().size() == 1
        ? NoOp.drop(anchor, anchor.input(0))
        : Outcome.NOT_MINE;
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
