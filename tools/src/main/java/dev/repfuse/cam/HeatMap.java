package dev.repfuse.cam;

import java.util.Arrays;

/**
 * One number for each position of a map.
 *
 * @param rows of the map
 * @param columns of the map
 * @param values row by row
 */
@SuppressWarnings("ArrayRecordComponent")
public record HeatMap(int rows, int columns, double[] values) {

  /** The smallest number. */
  public double smallest() {
    return Arrays.stream(values).min().orElseThrow();
  }

  /** The largest number. */
  public double largest() {
    return Arrays.stream(values).max().orElseThrow();
  }

  /** The mean of all. */
  public double mean() {
    return Arrays.stream(values).average().orElseThrow();
  }

  /**
   * The number between the centres of positions, linear in both directions and constant beyond the
   * outermost centres.
   *
   * @param down from 0, the upper edge of the map, to 1, the lower one
   * @param across from 0, the left edge, to 1
   */
  public double at(double down, double across) {
    double row = Math.clamp(down * rows - 0.5, 0, rows - 1);
    double column = Math.clamp(across * columns - 0.5, 0, columns - 1);
    int top = (int) row;
    int left = (int) column;
    double upper = between(top, left, column - left);
    double lower = between(Math.min(top + 1, rows - 1), left, column - left);
    return upper + (row - top) * (lower - upper);
  }

  private double between(int row, int left, double share) {
    double first = values[row * columns + left];
    double second = values[row * columns + Math.min(left + 1, columns - 1)];
    return first + share * (second - first);
  }
}
