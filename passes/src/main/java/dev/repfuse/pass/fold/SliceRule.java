package dev.repfuse.pass.fold;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.SliceBounds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Slice: on channels it chooses rows (rule A7), on spatial axes it cuts off the rim, which is
 * padding by a negative amount (rule A9).
 */
final class SliceRule {
  private static final long LARGEST = 1 << 20;

  private SliceRule() {}

  static Step step(Node node, Facts facts) {
    Optional<SliceBounds> bounds = SliceBounds.read(node, facts);
    Optional<long[]> given = SliceBounds.steps(node, facts);
    if (bounds.isEmpty() || given.isEmpty()) {
      return new Step.Opaque();
    }
    int count = bounds.get().axes().length;
    long[] steps = given.get().length == 0 ? Geometry.filled(count, 1) : given.get();
    if (steps.length != count) {
      return Step.blocked(Reason.MALFORMED, "as many steps as axes");
    }
    return Step.of(node.input(0), (operands, layout) -> cut(operands, layout, bounds.get(), steps));
  }

  private static Expression cut(
      List<Affine> operands, Layout layout, SliceBounds bounds, long[] steps) {
    Affine value = operands.getFirst();
    if (!layout.isNatural()) {
      return Expression.refused(Reason.MOVED_AXES, "");
    }
    int rank = layout.spatialRank();
    long[] begin = new long[rank];
    long[] end = new long[rank];
    for (int i = 0; i < steps.length; i++) {
      long axis = bounds.axes()[i];
      if (layout.isChannelAxis(axis)) {
        int[] rows = rows(value.geometry().out(), bounds.starts()[i], bounds.ends()[i], steps[i]);
        if (rows.length == 0) {
          return Expression.refused(Reason.MALFORMED, "the Slice leaves nothing");
        }
        value = Selection.of(value, rows);
        continue;
      }
      int spatial = Shape.axis(axis, layout.rank()) - layout.channelAxis() - 1;
      if (spatial < 0 || spatial >= rank) {
        return Expression.refused(Reason.NOT_ON_CHANNELS, "samples are cut");
      }
      if (steps[i] != 1) {
        return Expression.refused(Reason.NOT_LINEAR, "a Slice with step " + steps[i]);
      }
      long length = value.geometry().length(spatial);
      Optional<Expression.Refusal> refusal =
          crop(length, bounds.starts()[i], bounds.ends()[i], spatial, begin, end);
      if (refusal.isPresent()) {
        return refusal.get();
      }
    }
    boolean crops =
        Arrays.stream(begin).anyMatch(b -> b != 0) || Arrays.stream(end).anyMatch(e -> e != 0);
    return crops ? PadRule.shifted(List.of(value), begin, end) : value;
  }

  /** The channels that a Slice takes, as the ONNX operator specification defines them. */
  private static int[] rows(int channels, long start, long end, long step) {
    long last = step > 0 ? channels : channels - 1;
    long least = step > 0 ? 0 : -1;
    long from = Math.clamp(start < 0 ? start + channels : start, 0, last);
    long to = Math.clamp(end < 0 ? end + channels : end, least, channels);
    long count = step == 0 ? 0 : Math.max(0, Math.ceilDiv(to - from, step));
    return IntStream.range(0, (int) count).map(i -> (int) (from + i * step)).toArray();
  }

  private static Optional<Expression.Refusal> crop(
      long length, long start, long end, int axis, long[] begin, long[] behind) {
    boolean known = length != Geometry.UNKNOWN;
    if (!known && (start < 0 || (end >= 0 && end < LARGEST))) {
      return Optional.of(new Expression.Refusal(Reason.UNKNOWN_SHAPE, "the sliced axis"));
    }
    long from = known ? clamp(start, length) : start;
    long fromEnd = known ? clamp(end, length) - length : Math.min(end, 0);
    if (from > LARGEST || fromEnd < -LARGEST || (known && from >= length + fromEnd)) {
      return Optional.of(new Expression.Refusal(Reason.MALFORMED, "the Slice leaves nothing"));
    }
    begin[axis] -= from;
    behind[axis] += fromEnd;
    return Optional.empty();
  }

  private static long clamp(long index, long length) {
    return Math.clamp(index < 0 ? index + length : index, 0, length);
  }
}
