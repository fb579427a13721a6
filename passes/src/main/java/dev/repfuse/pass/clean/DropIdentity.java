package dev.repfuse.pass.clean;

import dev.repfuse.ir.Node;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Rewrite;

/** Removes Identity nodes. */
public final class DropIdentity implements Rewrite {
  @Override
  public Outcome match(Node anchor, Facts facts) {
    return facts.is(anchor, "Identity") ? NoOp.drop(anchor, anchor.input(0)) : Outcome.NOT_MINE;
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
