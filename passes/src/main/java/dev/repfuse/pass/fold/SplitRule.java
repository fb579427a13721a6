package dev.repfuse.pass.fold;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.Optional;
import java.util.stream.IntStream;

/** The node side of rule A7 for Split: each result is a run of channels. */
final class SplitRule {
  /** From this operator set on, the lengths are an input. */
  private static final long LENGTHS_ARE_INPUT = 13;

  private SplitRule() {}

  static Step step(Result result, Facts facts) {
    Node node = result.producer();
    long axis = node.intAttribute("axis", 0);
    boolean asInput = facts.opset() >= LENGTHS_ARE_INPUT;
    Optional<long[]> given =
        asInput ? facts.known(node.input(1)).map(Tensor::longs) : node.intsAttribute("split");
    if (asInput && given.isEmpty() && !(node.input(1) instanceof Absent)) {
      return Step.blocked(Reason.WEIGHT_NOT_CONSTANT, "the lengths of a Split");
    }
    return Step.of(
        node.input(0),
        (operands, layout) -> {
          Affine inner = operands.getFirst();
          if (!layout.isChannelAxis(axis)) {
            return Expression.refused(Reason.NOT_ON_CHANNELS, "Split on axis " + axis);
          }
          int channels = inner.geometry().out();
          long[] lengths = given.orElseGet(() -> equal(channels, node));
          if (result.index() >= lengths.length || sum(lengths) != channels) {
            return Expression.refused(Reason.MALFORMED, "the lengths of a Split");
          }
          int first = 0;
          for (int i = 0; i < result.index(); i++) {
            first += (int) lengths[i];
          }
          int end = first + (int) lengths[result.index()];
          return end == first
              ? Expression.refused(Reason.MALFORMED, "a Split leaves nothing")
              : Selection.of(inner, IntStream.range(first, end).toArray());
        });
  }

  /** As many parts as results, all of one length; the last one may be shorter. */
  private static long[] equal(int channels, Node node) {
    int parts = node.outputs().size();
    long[] lengths = new long[parts];
    long length = Math.ceilDiv(channels, parts);
    long left = channels;
    for (int i = 0; i < parts; i++) {
      lengths[i] = Math.min(length, left);
      left -= lengths[i];
    }
    return lengths;
  }

  private static long sum(long[] lengths) {
    long sum = 0;
    for (long length : lengths) {
      if (length < 0) {
        return -1;
      }
      sum += length;
    }
    return sum;
  }
}
