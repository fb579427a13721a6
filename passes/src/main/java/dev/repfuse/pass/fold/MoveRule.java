package dev.repfuse.pass.fold;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.pass.Facts;
import java.util.List;
import java.util.Optional;

/**
 * Rule A7 for axes: Transpose, and Reshape or Flatten to rows and back, keep every number and only
 * move it.
 */
final class MoveRule {
  private MoveRule() {}

  static Step transpose(Node node) {
    return node.intsAttribute("perm")
        .<Step>map(order ->
            new Step.Linear(
                List.of(node.input(0)),
                (operands, layout) -> operands.getFirst(),
                layout -> layout.transposed(order)))
        .orElse(new Step.Opaque());
  }

  /** Reshape or Flatten that keeps the last axis and joins all others, or parts them again. */
  static Step rows(Node node, Facts facts) {
    Optional<Shape> from = facts.shape(node.input(0));
    Optional<Shape> to = node.result().flatMap(facts::shape);
    if (from.isEmpty() || to.isEmpty() || !keepsLastAxis(from.get(), to.get())) {
      return new Step.Opaque();
    }
    return new Step.Linear(
        List.of(node.input(0)),
        (operands, layout) -> operands.getFirst(),
        layout -> layout.reshaped(from.get(), to.get()));
  }

  private static boolean keepsLastAxis(Shape from, Shape to) {
    boolean toRowsOrBack =
        (from.rank() > 2 && to.rank() == 2) || (from.rank() == 2 && to.rank() > 2);
    return toRowsOrBack
        && from.size(from.rank() - 1).isPresent()
        && from.dim(from.rank() - 1).equals(to.dim(to.rank() - 1));
  }
}
