package dev.repfuse.pass.prune;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;
import java.util.List;
import java.util.Optional;

/**
 * Transpose, Expand, DepthToSpace and SpaceToDepth: axes in another order, repeated, or in blocks.
 */
final class LayoutTies {
  private LayoutTies() {}

  static void transpose(Node node, Ties ties) {
    int rank = ties.rank(node.input(0));
    Optional<long[]> order = node.intsAttribute("perm");
    for (int axis = 0; axis < rank; axis++) {
      int from = order.isPresent() ? (int) order.get()[axis] : rank - 1 - axis;
      ties.tie(node, node.input(0), from, node.output(0), axis);
    }
  }

  /** Axes that are repeated are as long as the target says, which can say something else. */
  static void expand(Node node, Ties ties) {
    Value x = node.input(0);
    Value y = node.output(0);
    ReshapeTarget target = ReshapeTarget.of(node, ties.facts());
    ElementwiseTies.broadcast(node, ties, x, y);
    int shift = ties.rank(y) - target.length();
    for (int axis = 0; axis < ties.rank(y); axis++) {
      boolean said = target.length() > 0 && axis < shift;
      if (!said && !target.canSet(axis - shift)) {
        ties.pin(node, y, axis, "its extent is computed while the model runs");
      }
    }
  }

  /** x[N,b·b·C,H,W] or x[N,C·b·b,H,W] to y[N,C,H·b,W·b]: b·b channels go together. */
  static void depthToSpace(Node node, Ties ties) {
    boolean blocksFirst = node.stringAttribute("mode", "DCR").equals("DCR");
    blocks(node, ties, node.input(0), node.output(0), blocksFirst);
  }

  /** x[N,C,H,W] to y[N,b·b·C,H/b,W/b]. */
  static void spaceToDepth(Node node, Ties ties) {
    blocks(node, ties, node.output(0), node.input(0), true);
  }

  private static void blocks(Node node, Ties ties, Value deep, Value flat, boolean blocksFirst) {
    ties.tie(node, deep, 0, flat, 0);
    for (Value value : List.of(deep, flat)) {
      for (int axis = 2; axis < ties.rank(value); axis++) {
        ties.pin(node, value, axis, "channels and space are exchanged");
      }
    }
    Optional<Atoms.Line> many = ties.line(deep, 1);
    Optional<Atoms.Line> few = ties.line(flat, 1);
    if (many.isEmpty() || few.isEmpty()) {
      UnknownTies.pin(node, ties, "a number of channels is not known");
      return;
    }
    int blocks = many.get().extent() / few.get().extent();
    for (int i = 0; i < many.get().extent(); i++) {
      int channel = blocksFirst ? i % few.get().extent() : i / blocks;
      ties.atoms().join(many.get().at(i), few.get().at(channel));
    }
  }
}
