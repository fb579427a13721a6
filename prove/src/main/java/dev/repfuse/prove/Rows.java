package dev.repfuse.prove;

import java.util.Arrays;

/** The coefficients of a linear map, listed by the element of the result that they make up. */
@SuppressWarnings("ArrayRecordComponent")
record Rows(int[] starts, int[] from, double[] weights, double[] magnitudes) {

  /**
   * Coefficients sorted by the element of the operand that they read, sorted by that of the result.
   *
   * @param places for each element of the operand the first of its coefficients
   */
  static Rows of(int[] places, int[] targets, double[] weights, double[] magnitudes, int size) {
    int[] starts = new int[size + 1];
    for (int target : targets) {
      starts[target + 1]++;
    }
    for (int row = 0; row < size; row++) {
      starts[row + 1] += starts[row];
    }
    int[] next = Arrays.copyOf(starts, size);
    int[] from = new int[targets.length];
    double[] rowWeights = new double[targets.length];
    double[] rowMagnitudes = new double[targets.length];
    for (int source = 0; source + 1 < places.length; source++) {
      for (int e = places[source]; e < places[source + 1]; e++) {
        int place = next[targets[e]]++;
        from[place] = source;
        rowWeights[place] = weights[e];
        rowMagnitudes[place] = magnitudes[e];
      }
    }
    return new Rows(starts, from, rowWeights, rowMagnitudes);
  }

  int count(int row) {
    return starts[row + 1] - starts[row];
  }

  /** The first element that a row reads. */
  int first(int row) {
    return from[starts[row]];
  }

  /** Whether one row has the coefficients of another, each of an element this much further. */
  boolean moved(int row, int later, int distance) {
    int count = count(row);
    if (count != count(later)) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      int a = starts[row] + i;
      int b = starts[later] + i;
      if (from[b] != from[a] + distance
          || weights[a] != weights[b]
          || magnitudes[a] != magnitudes[b]) {
        return false;
      }
    }
    return true;
  }
}
