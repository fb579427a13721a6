package dev.repfuse.pass.fold;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Rule A9: padding with zeros moves where a value reads its source; a negative one crops. */
final class PadRule {
  private static final long LARGEST = 1 << 20;

  /** From this operator set on, the amounts are an input. */
  private static final long AMOUNTS_ARE_INPUT = 11;

  private PadRule() {}

  static Step step(Node node, Facts facts) {
    if (!node.stringAttribute("mode", "constant").equals("constant")) {
      return Step.blocked(Reason.PAD_VALUE, "mode " + node.stringAttribute("mode", ""));
    }
    if (facts.opset() >= AMOUNTS_ARE_INPUT && !(node.input(3) instanceof Absent)) {
      return Step.blocked(Reason.UNKNOWN_SHAPE, "pads for chosen axes");
    }
    if (!padsWithZero(node, facts)) {
      return Step.blocked(Reason.PAD_VALUE, "");
    }
    return amounts(node, facts)
        .map(pads -> crop(node, pads))
        .orElse(Step.blocked(Reason.WEIGHT_NOT_CONSTANT, "pads"));
  }

  private static boolean padsWithZero(Node node, Facts facts) {
    if (facts.opset() < AMOUNTS_ARE_INPUT) {
      return node.floatAttribute("value", 0) == 0;
    }
    return node.input(2) instanceof Absent
        || facts
            .known(node.input(2))
            .filter(v -> v.isNumeric() && v.elementCount() == 1 && v.doubles()[0] == 0)
            .isPresent();
  }

  /**
   * How much a Pad node adds before all axes, then behind all axes, if it is known and the node
   * does not choose axes.
   */
  static Optional<long[]> amounts(Node node, Facts facts) {
    if (facts.opset() < AMOUNTS_ARE_INPUT) {
      return node.intsAttribute("pads");
    }
    return node.input(3) instanceof Absent
        ? facts.known(node.input(1)).map(Tensor::longs)
        : Optional.empty();
  }

  private static Step crop(Node node, long[] pads) {
    return Step.of(
        node.input(0),
        (operands, layout) -> {
          if (!layout.isNatural()) {
            return Expression.refused(Reason.MOVED_AXES, "");
          }
          int rank = layout.rank();
          if (pads.length != 2 * rank || Arrays.stream(pads).anyMatch(PadRule::isHuge)) {
            return Expression.refused(Reason.MALFORMED, "pads do not fit the input");
          }
          for (int axis = 0; axis <= layout.channelAxis(); axis++) {
            if (pads[axis] != 0 || pads[rank + axis] != 0) {
              return Expression.refused(Reason.NOT_PER_CHANNEL, "channels or samples are padded");
            }
          }
          int first = layout.channelAxis() + 1;
          return shifted(
              operands,
              Arrays.copyOfRange(pads, first, rank),
              Arrays.copyOfRange(pads, rank + first, 2 * rank));
        });
  }

  private static boolean isHuge(long pad) {
    return Math.abs(pad) > LARGEST;
  }

  /** The operand with {@code begin} and {@code end} zeros around it; negative counts crop. */
  static Expression shifted(List<Affine> operands, long[] begin, long[] end) {
    Affine inner = operands.getFirst();
    int channels = inner.geometry().out();
    int rank = begin.length;
    long[] offset = new long[rank];
    long[] slack = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      offset[axis] = -begin[axis];
      slack[axis] = begin[axis] + end[axis];
    }
    long[] ones = Geometry.filled(rank, 1);
    Geometry geometry =
        new Geometry(
            channels,
            channels,
            channels,
            ones,
            ones,
            ones,
            offset,
            slack,
            inner.geometry().lengths());
    Affine delta = Affine.identity(channels, inner.geometry().lengths());
    return Composition.of(inner, new Affine(geometry, false, delta::weights));
  }
}
