package dev.repfuse.pass.fold;

import dev.repfuse.ir.Node;
import dev.repfuse.pass.Reason;

/** The node side of rule A6: Concat. */
final class ConcatRule {
  private ConcatRule() {}

  static Step step(Node node) {
    long axis = node.intAttribute("axis", 1);
    return new Step.Linear(
        node.inputs(),
        (operands, layout) ->
            layout.isChannelAxis(axis)
                ? Concatenation.of(operands)
                : Expression.refused(Reason.NOT_ON_CHANNELS, "Concat on axis " + axis));
  }
}
