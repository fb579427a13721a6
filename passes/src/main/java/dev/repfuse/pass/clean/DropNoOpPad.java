package dev.repfuse.pass.clean;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Rewrite;
import java.util.Arrays;
import java.util.Optional;

/** Removes Pads by nothing. */
public final class DropNoOpPad implements Rewrite {
  /** From this operator set on, the amounts are an input. */
  private static final long AMOUNTS_ARE_INPUT = 11;

  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (!facts.is(anchor, "Pad")) {
      return Outcome.NOT_MINE;
    }
    Optional<long[]> amounts =
        facts.opset() < AMOUNTS_ARE_INPUT
            ? anchor.intsAttribute("pads").or(() -> anchor.intsAttribute("paddings"))
            : facts.known(anchor.input(1)).filter(t -> t.type().isInteger()).map(Tensor::longs);
    return amounts.filter(a -> Arrays.stream(a).allMatch(n -> n == 0)).isPresent()
        ? NoOp.drop(anchor, anchor.input(0))
        : Outcome.NOT_MINE;
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
