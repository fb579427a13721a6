package dev.repfuse.pass.prune;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import java.util.Optional;

/**
 * Shape: an extent that the graph reads as a number stays, except where a Reshape gives another
 * value just this shape, which follows by itself.
 */
final class ShapeTies {
  private ShapeTies() {}

  static void relate(Node node, Ties ties) {
    Value x = node.input(0);
    Result shape = node.result().orElseThrow();
    int first = start(node, ties.rank(x));
    for (Use use : shape.uses()) {
      if (use instanceof Use.ByNode(Node reader, int index)) {
        if (index == 1 && ReshapeTarget.followsAShape(reader, ties.facts())) {
          continue;
        }
        Optional<long[]> picked = picked(reader, index, ties);
        if (picked.isPresent()) {
          for (long place : picked.get()) {
            long axis = place < 0 ? place + ties.rank(x) : place + first;
            pin(node, ties, x, (int) axis);
          }
          continue;
        }
      }
      for (int axis = 0; axis < ties.rank(x); axis++) {
        pin(node, ties, x, axis);
      }
    }
  }

  private static int start(Node node, int rank) {
    long start = node.intAttribute("start", 0);
    return (int) Math.clamp(start < 0 ? start + rank : start, 0, rank);
  }

  private static void pin(Node node, Ties ties, Value x, int axis) {
    ties.pin(node, x, axis, "its extent is read as a number");
  }

  private static Optional<long[]> picked(Node reader, int index, Ties ties) {
    return reader.is("Gather") && index == 0
        ? ties.facts().known(reader.input(1)).map(Tensor::longs)
        : Optional.empty();
  }
}
