package dev.repfuse.pass.fold;

import dev.repfuse.pass.cost.LayerKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a convolution-like map reads its source. Output position p along a spatial axis reads the
 * source at {@code stride·p + offset + dilation·i} for each tap i; positions outside of the source
 * read zero. Per axis, {@code slack = padBegin + padEnd − dilation·(kernel − 1)}, so that a source
 * of length L gives {@code ⌊(L + slack − 1) / stride⌋ + 1} positions.
 *
 * @param in channels of the source
 * @param out channels of the result
 * @param group number of groups; divides both
 * @param kernel taps per spatial axis
 * @param stride per spatial axis
 * @param dilation distance of taps per spatial axis
 * @param offset −padBegin per spatial axis
 * @param slack see above, per spatial axis
 * @param extent length of the source per spatial axis, {@link #UNKNOWN} if it is not known
 */
@SuppressWarnings("ArrayRecordComponent")
record Geometry(
    int in,
    int out,
    int group,
    long[] kernel,
    long[] stride,
    long[] dilation,
    long[] offset,
    long[] slack,
    long[] extent) {
  static final long UNKNOWN = -1;

  /** More weights than these do not fit into an array of doubles with room to spare. */
  static final long MOST_WEIGHTS = Integer.MAX_VALUE / 2;

  /** The length that stands in for an unknown one when costs are estimated. */
  private static final long ASSUMED = 32;

  /** The map that changes nothing. */
  static Geometry identity(int channels, long[] extent) {
    int rank = extent.length;
    return new Geometry(
        channels,
        channels,
        channels,
        filled(rank, 1),
        filled(rank, 1),
        filled(rank, 1),
        filled(rank, 0),
        filled(rank, 0),
        extent);
  }

  static long[] filled(int rank, long value) {
    long[] array = new long[rank];
    Arrays.fill(array, value);
    return array;
  }

  /** Number of spatial axes. */
  int rank() {
    return kernel.length;
  }

  /** Taps of one filter over all spatial axes. */
  int taps() {
    int taps = 1;
    for (long k : kernel) {
      taps = Math.multiplyExact(taps, Math.toIntExact(k));
    }
    return taps;
  }

  /** The first channel of the source that a row may read. */
  int firstRead(int row) {
    return row / (out / group) * (in / group);
  }

  /** Number of weights. */
  long weights() {
    return (long) out * (in / group) * taps();
  }

  /** Padding behind the source's end; negative when its last elements are never read. */
  long padEnd(int axis) {
    return slack[axis] + offset[axis] + dilation[axis] * (kernel[axis] - 1);
  }

  /** Length of the result, {@link #UNKNOWN} if the source's is not known. */
  long length(int axis) {
    return extent[axis] == UNKNOWN ? UNKNOWN : length(axis, extent[axis]);
  }

  private long length(int axis, long of) {
    return Math.floorDiv(of + slack[axis] - 1, stride[axis]) + 1;
  }

  /** Lengths of the result along all spatial axes. */
  long[] lengths() {
    long[] lengths = new long[rank()];
    for (int axis = 0; axis < lengths.length; axis++) {
      lengths[axis] = length(axis);
    }
    return lengths;
  }

  /** Positions of the result over all spatial axes, an assumption where lengths are not known. */
  double positions() {
    double positions = 1;
    for (int axis = 0; axis < rank(); axis++) {
      positions *= Math.max(1, extent[axis] == UNKNOWN ? length(axis, ASSUMED) : length(axis));
    }
    return positions;
  }

  /** Elements of the result for one sample. */
  double elements() {
    return out * positions();
  }

  /** Elements of the source for one sample. */
  double sourceElements() {
    double elements = in;
    for (long length : extent) {
      elements *= length == UNKNOWN ? ASSUMED : length;
    }
    return elements;
  }

  /** Multiply-accumulates of one convolution of this geometry, for one sample. */
  double macs() {
    return weights() * positions();
  }

  /** The kind of such a convolution; nothing if the source's length is not known. */
  Optional<LayerKind> kind() {
    long[] pads = new long[2 * rank()];
    for (int axis = 0; axis < rank(); axis++) {
      if (extent[axis] == UNKNOWN) {
        return Optional.empty();
      }
      pads[axis] = -offset[axis];
      pads[rank() + axis] = padEnd(axis);
    }
    boolean depthwise = group > 1 && group == in;
    return Optional.of(
        new LayerKind(
            "Conv",
            boxed(kernel),
            boxed(stride),
            boxed(pads),
            boxed(dilation),
            depthwise ? 0 : group,
            boxed(extent)));
  }

  private static List<Long> boxed(long[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  Geometry withOut(int newOut) {
    return new Geometry(in, newOut, group, kernel, stride, dilation, offset, slack, extent);
  }

  Geometry withChannels(int newIn, int newOut, int newGroup) {
    return new Geometry(newIn, newOut, newGroup, kernel, stride, dilation, offset, slack, extent);
  }

  Geometry shifted(long[] newOffset, long[] newSlack) {
    return new Geometry(in, out, group, kernel, stride, dilation, newOffset, newSlack, extent);
  }

  Geometry withGroup(int newGroup) {
    return new Geometry(in, out, newGroup, kernel, stride, dilation, offset, slack, extent);
  }

  /** The same map with zero taps added in front and behind. */
  Geometry extended(int axis, long front, long behind) {
    long[] newKernel = kernel.clone();
    long[] newOffset = offset.clone();
    newKernel[axis] += front + behind;
    newOffset[axis] -= dilation[axis] * front;
    return new Geometry(in, out, group, newKernel, stride, dilation, newOffset, slack, extent);
  }

  /** {@code k3 s2 g8 p1,1}, for messages. */
  @Override
  public String toString() {
    return "%d→%d channels, kernel %s, stride %s, dilation %s, group %d"
        .formatted(
            in,
            out,
            Arrays.toString(kernel),
            Arrays.toString(stride),
            Arrays.toString(dilation),
            group);
  }
}
