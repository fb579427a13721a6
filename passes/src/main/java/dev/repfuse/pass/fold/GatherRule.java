package dev.repfuse.pass.fold;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.Optional;

/** The node side of rule A7 for Gather with a constant list of channels. */
final class GatherRule {
  private GatherRule() {}

  static Step step(Node node, Facts facts) {
    Optional<Tensor> indices = facts.known(node.input(1));
    if (indices.isEmpty() || indices.get().shape().rank() != 1) {
      return new Step.Opaque();
    }
    long axis = node.intAttribute("axis", 0);
    return Step.of(
        node.input(0),
        (operands, layout) -> {
          Affine inner = operands.getFirst();
          if (!layout.isChannelAxis(axis)) {
            return Expression.refused(Reason.NOT_ON_CHANNELS, "Gather on axis " + axis);
          }
          int channels = inner.geometry().out();
          long[] wanted = indices.get().longs();
          int[] rows = new int[wanted.length];
          for (int i = 0; i < rows.length; i++) {
            long row = wanted[i] < 0 ? wanted[i] + channels : wanted[i];
            if (row < 0 || row >= channels) {
              return Expression.refused(
                  Reason.MALFORMED, "index %d of %d channels".formatted(wanted[i], channels));
            }
            rows[i] = (int) row;
          }
          return rows.length == 0
              ? Expression.refused(Reason.MALFORMED, "a Gather of nothing")
              : Selection.of(inner, rows);
        });
  }
}
