package dev.repfuse.pass.prune;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import java.util.Optional;
import java.util.stream.LongStream;

/** Reductions: zeros may leave a sum; a mean, a product or a maximum holds its axis. */
final class ReductionTies {
  private ReductionTies() {}

  /** ReduceSum, ReduceL1, ReduceL2, ReduceSumSquare. */
  static void sum(Node node, Ties ties) {
    reduce(node, ties, true);
  }

  /** Every other reduction. */
  static void other(Node node, Ties ties) {
    reduce(node, ties, false);
  }

  /** ArgMax and ArgMin give places along an axis, which has to stay. */
  static void places(Node node, Ties ties) {
    long[] axis = {node.intAttribute("axis", 0)};
    reduce(node, ties, axis, false);
  }

  private static void reduce(Node node, Ties ties, boolean isSum) {
    boolean given = node.inputs().size() > 1 && node.input(1) instanceof NamedValue;
    Optional<long[]> listed =
        given
            ? ties.facts().known(node.input(1)).map(Tensor::longs)
            : Optional.of(node.intsAttribute("axes").orElse(new long[0]));
    if (listed.isEmpty()) {
      UnknownTies.pin(node, ties, "its axes are not known");
      return;
    }
    boolean none = listed.get().length == 0;
    if (none && node.intAttribute("noop_with_empty_axes", 0) != 0) {
      ElementwiseTies.first(node, ties);
      return;
    }
    int rank = ties.rank(node.input(0));
    reduce(node, ties, none ? LongStream.range(0, rank).toArray() : listed.get(), isSum);
  }

  private static void reduce(Node node, Ties ties, long[] axes, boolean isSum) {
    Value x = node.input(0);
    Value y = node.output(0);
    int rank = ties.rank(x);
    boolean[] reduced = new boolean[rank];
    for (long axis : axes) {
      reduced[Shape.axis(axis, rank)] = true;
    }
    boolean keeps = node.intAttribute("keepdims", 1) != 0;
    int to = 0;
    for (int axis = 0; axis < rank; axis++) {
      if (!reduced[axis]) {
        ties.tie(node, x, axis, y, to++);
        continue;
      }
      if (isSum) {
        ties.contracts(node, 0, axis);
      } else {
        ties.pin(node, x, axis, "it is reduced, and not by a sum");
      }
      to += keeps ? 1 : 0;
    }
  }
}
