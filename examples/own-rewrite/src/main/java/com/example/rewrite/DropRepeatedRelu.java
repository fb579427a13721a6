package com.example.rewrite;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewrite;
import java.util.Arrays;
import java.util.Set;

/**
 * Removes a Relu whose input consists of elements that another Relu gave: Relu of Relu, also with
 * operators in between that only choose or move elements. Relu(Relu(x)) = Relu(x) for every x, so
 * that the result has the same bits.
 */
public final class DropRepeatedRelu implements Rewrite {
  private static final Set<String> MOVERS =
      Set.of("Reshape", "Flatten", "Transpose", "Squeeze", "Unsqueeze");

  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (!facts.is(anchor, "Relu")
        || !(anchor.input(0) instanceof Result input)
        || anchor.result().isEmpty()
        || !isMadeOfRelu(input, facts)) {
      return Outcome.NOT_MINE;
    }
    Result result = anchor.result().get();
    return Edit.canBypass(result, input)
        ? Outcome.replace(new Edit.Bypass(result, input), anchor)
        : Outcome.declined(Reason.KEEPS_NAME, "'" + result.name() + "'");
  }

  /** Walks towards the inputs, in a loop: a graph may be a chain of 100,000 nodes. */
  private static boolean isMadeOfRelu(Value value, Facts facts) {
    Value current = value;
    while (current instanceof Result result) {
      Node producer = result.producer();
      if (facts.is(producer, "Relu")) {
        return true;
      }
      if (!facts.isStandard(producer) || !onlyMoves(producer)) {
        return false;
      }
      current = producer.input(0);
    }
    return false;
  }

  /** MaxPool gives elements of its input only where no window lies in the padding. */
  private static boolean onlyMoves(Node node) {
    return MOVERS.contains(node.opType())
        || (node.is("MaxPool")
            && node.results().size() == 1
            && node.attribute("auto_pad").isEmpty()
            && node.intAttribute("ceil_mode", 0) == 0
            && Arrays.stream(node.intsAttribute("pads").orElse(new long[0])).allMatch(p -> p == 0));
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
