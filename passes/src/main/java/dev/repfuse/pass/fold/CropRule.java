package dev.repfuse.pass.fold;

import dev.repfuse.ir.Node;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.SliceBounds;
import java.util.List;
import java.util.Optional;

/** Rule A9 for Slice: cutting off the rim of spatial axes is padding by a negative amount. */
final class CropRule {
  private static final long LARGEST = 1 << 20;

  private CropRule() {}

  static Step step(Node node, Facts facts) {
    Optional<SliceBounds> bounds = SliceBounds.read(node, facts);
    Optional<long[]> steps = SliceBounds.steps(node, facts);
    if (bounds.isEmpty() || steps.isEmpty()) {
      return new Step.Opaque();
    }
    for (long step : steps.get()) {
      if (step != 1) {
        return Step.blocked(Reason.NOT_LINEAR, "a Slice with step " + step);
      }
    }
    return Step.of(node.input(0), (operands, layout) -> crop(operands, layout, bounds.get()));
  }

  private static Expression crop(List<Affine> operands, Layout layout, SliceBounds bounds) {
    long[] starts = bounds.starts();
    long[] ends = bounds.ends();
    long[] axes = bounds.axes();
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
