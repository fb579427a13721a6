package dev.repfuse.prove;

import java.util.Optional;

/**
 * How the elements of a value repeat along one of its axes, as linear functions of the sources: the
 * coefficients of element {@code i + period} are those of element {@code i}, moved by {@code shift}
 * elements along the sources' axes of one group. It holds for both between {@code begin} and the
 * extent less {@code end}; what is moved out of a source, or into it from outside, is zero.
 *
 * @param group of axes of the sources; {@link #STILL} if nothing is moved, {@link #EMPTY} if there
 *     are no coefficients
 */
record Line(int group, int period, int shift, int begin, int end) {
  /** All elements between the borders read the same. */
  static final int STILL = -1;

  /** No element between the borders reads anything. */
  static final int EMPTY = -2;

  /** The line of a value that reads nothing. */
  static final Line NOTHING = new Line(EMPTY, 1, 0, 0, 0);

  /** An axis of a source. */
  static Line source(int axis) {
    return new Line(axis, 1, 1, 0, 0);
  }

  /** The line of a sum of two values, if they repeat in the same way. */
  Optional<Line> with(Line other, AxisGroups groups) {
    if (group == EMPTY) {
      return Optional.of(other.between(begin, end));
    }
    if (other.group == EMPTY) {
      return Optional.of(between(other.begin, other.end));
    }
    int common = Indexing.commonMultiple(period, other.period);
    int moved = shift * (common / period);
    boolean same = moved == other.shift * (common / other.period);
    if (!same || (moved != 0 && !groups.join(group, other.group))) {
      return Optional.empty();
    }
    return Optional.of(new Line(group, common, moved, begin, end).between(other.begin, other.end));
  }

  private Line between(int least, int lessThan) {
    return new Line(group, period, shift, Math.max(begin, least), Math.max(end, lessThan));
  }

  /** Whether an element has to be looked at, the others being like one that is. */
  boolean isOwn(int at, int extent) {
    return at < begin + period || at >= extent - end;
  }
}
