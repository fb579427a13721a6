package dev.repfuse.pass.fold;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.Optional;

/** Rule A9 for Slice: cutting off the rim of spatial axes is padding by a negative amount. */
final class CropRule {
  private static final long LARGEST = 1 << 20;

  private CropRule() {}

  static Step step(Node node, Facts facts) {
    Optional<long[]> starts = numbers(node, 1, "starts", facts);
    Optional<long[]> ends = numbers(node, 2, "ends", facts);
    if (starts.isEmpty() || ends.isEmpty() || starts.get().length != ends.get().length) {
      return new Step.Opaque();
    }
    int count = starts.get().length;
    long[] all = new long[count];
    for (int i = 0; i < count; i++) {
      all[i] = i;
    }
    boolean hasAxes = facts.opset() < 10 || !(node.input(3) instanceof Absent);
    Optional<long[]> axes =
        hasAxes
            ? numbers(node, 3, "axes", facts).or(() -> attributeless(facts, all))
            : Optional.of(all);
    Optional<long[]> steps =
        facts.opset() < 10 || node.input(4) instanceof Absent
            ? Optional.of(Geometry.filled(count, 1))
            : numbers(node, 4, "steps", facts);
    if (axes.isEmpty() || steps.isEmpty() || axes.get().length != count) {
      return new Step.Opaque();
    }
    for (long step : steps.get()) {
      if (step != 1) {
        return Step.blocked(Reason.NOT_LINEAR, "a Slice with step " + step);
      }
    }
    return Step.of(
        node.input(0),
        (operands, layout) -> crop(operands, layout, starts.get(), ends.get(), axes.get()));
  }

  private static Optional<long[]> attributeless(Facts facts, long[] all) {
    return facts.opset() < 10 ? Optional.of(all) : Optional.empty();
  }

  private static Optional<long[]> numbers(Node node, int input, String attribute, Facts facts) {
    if (facts.opset() < 10) {
      return node.intsAttribute(attribute);
    }
    return facts.known(node.input(input)).filter(t -> t.type().isInteger()).map(Tensor::longs);
  }

  private static Expression crop(
      java.util.List<Affine> operands, Layout layout, long[] starts, long[] ends, long[] axes) {
    Geometry inner = operands.getFirst().geometry();
    int rank = layout.spatialRank();
    long[] begin = new long[rank];
    long[] end = new long[rank];
    for (int i = 0; i < axes.length; i++) {
      long axis = (axes[i] < 0 ? axes[i] + layout.rank() : axes[i]) - layout.channelAxis() - 1;
      if (axis < 0 || axis >= rank) {
        return Expression.refused(Reason.NOT_PER_CHANNEL, "channels or samples are sliced");
      }
      long length = inner.length((int) axis);
      boolean known = length != Geometry.UNKNOWN;
      if (!known && (starts[i] < 0 || (ends[i] >= 0 && ends[i] < LARGEST))) {
        return Expression.refused(Reason.UNKNOWN_SHAPE, "the sliced axis");
      }
      long from = starts[i];
      long fromEnd = ends[i] < 0 ? ends[i] : 0;
      if (known) {
        from = clamp(starts[i], length);
        fromEnd = clamp(ends[i], length) - length;
      }
      if (from > LARGEST || fromEnd < -LARGEST || (known && from >= length + fromEnd)) {
        return Expression.refused(Reason.MALFORMED, "the Slice leaves nothing");
      }
      begin[(int) axis] = -from;
      end[(int) axis] = fromEnd;
    }
    return PadRule.shifted(operands, begin, end);
  }

  private static long clamp(long index, long length) {
    return Math.clamp(index < 0 ? index + length : index, 0, length);
  }
}
