package dev.repfuse.prove;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Finds where the rows of a linear map repeat along an axis of its result, by comparing them: row
 * {@code i + period} has to be row {@code i} with every element that is read moved along one axis
 * of the operand, on which the operand repeats itself.
 */
final class Repetition {
  private static final int LONGEST_PERIOD = 4;

  private final Rows rows;
  private final int[] operand;
  private final int[] operandStrides;
  private final List<Optional<Line>> lines;
  private final int[] result;
  private final int[] resultStrides;

  private Repetition(Rows rows, int[] operand, List<Optional<Line>> lines, int[] result) {
    this.rows = rows;
    this.operand = operand;
    this.operandStrides = Indexing.strides(operand);
    this.lines = lines;
    this.result = result;
    this.resultStrides = Indexing.strides(result);
  }

  /**
   * The line along each axis of a map's result.
   *
   * @param operand extents of what it reads
   * @param lines of what it reads, one for each axis
   * @param result extents of its result
   */
  static List<Optional<Line>> of(
      Rows rows, int[] operand, List<Optional<Line>> lines, int[] result) {
    Repetition repetition = new Repetition(rows, operand, lines, result);
    List<Optional<Line>> found = new ArrayList<>();
    for (int axis = 0; axis < result.length; axis++) {
      found.add(repetition.along(axis));
    }
    return found;
  }

  /** No line along any axis. */
  static List<Optional<Line>> none(int rank) {
    return Collections.nCopies(rank, Optional.empty());
  }

  private Optional<Line> along(int axis) {
    for (int period = 1; period <= LONGEST_PERIOD && period < result[axis]; period++) {
      Optional<Line> line = along(axis, period);
      if (line.isPresent()) {
        return line;
      }
    }
    return Optional.empty();
  }

  private Optional<Line> along(int axis, int period) {
    int middle = (result[axis] - period) / 2;
    int[] slice = slice(axis, middle);
    int row = Arrays.stream(slice).filter(at -> rows.count(at) > 0).findFirst().orElse(-1);
    if (row < 0) {
      return grown(axis, period, middle, Move.NOTHING);
    }
    int later = row + period * resultStrides[axis];
    if (rows.count(later) == 0) {
      return Optional.empty();
    }
    for (Move move : moves(rows.first(later) - rows.first(row))) {
      Optional<Line> line = grown(axis, period, middle, move);
      if (line.isPresent()) {
        return line;
      }
    }
    return Optional.empty();
  }

  /**
   * What may explain that an element is read that lies further on.
   *
   * @param axis of the operand; negative if nothing moves
   * @param steps along that axis
   * @param distance of the two elements
   */
  private record Move(int axis, int steps, int distance, Line line) {
    static final Move NOTHING = new Move(-1, 0, 0, Line.NOTHING);
    static final Move STILL = new Move(-1, 0, 0, new Line(Line.STILL, 1, 0, 0, 0));
  }

  private List<Move> moves(int distance) {
    if (distance == 0) {
      return List.of(Move.STILL);
    }
    List<Move> moves = new ArrayList<>();
    for (int axis = 0; axis < operand.length; axis++) {
      int stride = operandStrides[axis];
      int steps = distance / stride;
      Optional<Line> line = lines.get(axis);
      if (line.isPresent()
          && steps > 0
          && steps * stride == distance
          && steps < operand[axis]
          && steps % line.get().period() == 0) {
        moves.add(new Move(axis, steps, distance, line.get()));
      }
    }
    return moves;
  }

  /** The line around the middle, if there is one. */
  private Optional<Line> grown(int axis, int period, int middle, Move move) {
    if (!repeats(axis, middle, period, move)) {
      return Optional.empty();
    }
    int first = middle;
    while (first > 0 && repeats(axis, first - 1, period, move)) {
      first--;
    }
    int last = middle;
    while (last + 1 + period < result[axis] && repeats(axis, last + 1, period, move)) {
      last++;
    }
    Line line = move.line;
    int shift = (move.steps / line.period()) * line.shift();
    return Optional.of(
        new Line(line.group(), period, shift, first, result[axis] - last - period - 1));
  }

  private int[] slice(int axis, int at) {
    int[] shape = result.clone();
    shape[axis] = 1;
    return Indexing.walk(shape, resultStrides, at * resultStrides[axis]);
  }

  private boolean repeats(int axis, int at, int period, Move move) {
    int further = period * resultStrides[axis];
    for (int row : slice(axis, at)) {
      boolean empty = (rows.count(row) == 0) && (rows.count(row + further) == 0);
      boolean same =
          (move.line.group() == Line.EMPTY && move.axis < 0)
              ? empty
              : rows.moved(row, row + further, move.distance) && inside(row, move);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /** Whether everything that a row reads, and moves to, is where the operand repeats itself. */
  private boolean inside(int row, Move move) {
    if (move.axis < 0) {
      return true;
    }
    int extent = operand[move.axis];
    for (int e = rows.starts()[row]; e < rows.starts()[row + 1]; e++) {
      int at = rows.from()[e] / operandStrides[move.axis] % extent;
      if (at < move.line.begin() || at + move.steps >= extent - move.line.end()) {
        return false;
      }
    }
    return true;
  }
}
