package dev.repfuse.pass.fold;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * In which order a value holds its axes.
 *
 * @param rank number of axes, batch and channels included
 * @param channelAxis the axis of channels
 * @param arrangement how it came from the order that the region's source has
 */
record Layout(int rank, int channelAxis, Arrangement arrangement) {

  /** How axes lie. */
  sealed interface Arrangement {}

  /** Place {@code i} holds the source's axis {@code axes[i]}. */
  record Ordered(List<Integer> axes) implements Arrangement {}

  /**
   * All axes but the last are one, the rows of a matrix.
   *
   * @param before the layout of what was flattened
   * @param shape its shape
   */
  record Rows(Layout before, Shape shape) implements Arrangement {}

  /** The order of a region's source: channels at 1 for convolutions, last for matrix products. */
  static Layout natural(int rank, int channelAxis) {
    return new Layout(rank, channelAxis, new Ordered(IntStream.range(0, rank).boxed().toList()));
  }

  /** Whether this is the order of the region's source. */
  boolean isNatural() {
    return arrangement instanceof Ordered(List<Integer> axes)
        && axes.equals(IntStream.range(0, rank).boxed().toList());
  }

  /** Whether this is the order of the source, which has these axes behind its channels. */
  boolean isConvolutional(int spatialRank) {
    return isNatural() && channelAxis == 1 && spatialRank() == spatialRank;
  }

  /** Axes behind the channels. */
  int spatialRank() {
    return rank - channelAxis - 1;
  }

  /** Whether channels are the last axis. */
  boolean channelsAreLast() {
    return channelAxis == rank - 1;
  }

  /** Whether an axis, counted from the end if negative, is the one of channels. */
  boolean isChannelAxis(long axis) {
    return Shape.axis(axis, rank) == channelAxis;
  }

  /** The layout behind a Transpose, where place {@code i} takes axis {@code order[i]}. */
  Optional<Layout> transposed(long[] order) {
    if (order.length != rank || !(arrangement instanceof Ordered(List<Integer> axes))) {
      return Optional.empty();
    }
    List<Integer> moved = new ArrayList<>(rank);
    int channels = 0;
    for (int i = 0; i < rank; i++) {
      moved.add(axes.get((int) order[i]));
      channels = order[i] == channelAxis ? i : channels;
    }
    return Optional.of(new Layout(rank, channels, new Ordered(moved)));
  }

  /** The layout behind a Reshape that makes all axes but the last one, or takes that back. */
  Optional<Layout> reshaped(Shape from, Shape to) {
    if (from.rank() > 2 && to.rank() == 2 && channelsAreLast()) {
      return Optional.of(new Layout(2, 1, new Rows(this, from)));
    }
    return arrangement instanceof Rows(Layout before, Shape shape) && sameRows(shape, to)
        ? Optional.of(before)
        : Optional.empty();
  }

  /** Whether all extents but the last are surely the same. */
  private static boolean sameRows(Shape a, Shape b) {
    return a.rank() == b.rank()
        && IntStream.range(0, a.rank() - 1)
            .allMatch(i -> a.dim(i).equals(b.dim(i)) && !(a.dim(i) instanceof Dim.Unknown));
  }
}
