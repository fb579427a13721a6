package dev.repfuse.prove;

/**
 * How an axis of a value in a region follows from an axis of a source, seen as positions on a line.
 *
 * @param source number of the source's axis, over all sources
 * @param stride how many elements of the source one step along this axis is
 * @param begin how many elements at the beginning may depend on where the source begins
 * @param end the same at the end
 * @param extent number of elements for the extent of the source that is being tried
 */
record Axis(int source, int stride, int begin, int end, int extent) {

  /** Whether there is an element that depends on neither border, and none depends on both. */
  boolean showsEveryClass() {
    return extent > begin + end;
  }

  /** The axis behind windows along this one. */
  Axis through(int kernel, int step, int dilation, int padBegin, int padEnd) {
    int room = extent + padBegin + padEnd - dilation * (kernel - 1) - 1;
    return new Axis(
        source,
        stride * step,
        Math.max(0, Math.ceilDiv(begin + padBegin, step)),
        Math.max(0, Math.ceilDiv(end + padEnd, step)),
        room < 0 ? 0 : room / step + 1);
  }

  /** The axis of a sum of two values, which have to be of one source, stride and extent. */
  Axis with(Axis other) {
    return new Axis(source, stride, Math.max(begin, other.begin), Math.max(end, other.end), extent);
  }
}
