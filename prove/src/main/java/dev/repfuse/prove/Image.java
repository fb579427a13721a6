package dev.repfuse.prove;

/**
 * The elements of one value that are not known to be zero, each with the sum of the magnitudes that
 * it was summed from. A response to an impulse has few, whatever the size of the value.
 */
final class Image {
  private final double[] values;
  private final double[] magnitudes;
  private final int[] touched;
  private int count;
  private long additions;

  Image(int size) {
    values = new double[size];
    magnitudes = new double[size];
    touched = new int[size];
  }

  int size() {
    return values.length;
  }

  /** Makes every element zero. */
  void clear() {
    for (int i = 0; i < count; i++) {
      int at = touched[i];
      values[at] = 0;
      magnitudes[at] = 0;
    }
    count = 0;
  }

  /** Adds to an element; whatever is not zero has a magnitude. */
  void add(int at, double value, double magnitude) {
    if (magnitude == 0) {
      return;
    }
    additions++;
    if (magnitudes[at] == 0) {
      touched[count++] = at;
    }
    values[at] += value;
    magnitudes[at] += magnitude;
  }

  void add(Dense dense) {
    for (int i = 0; i < values.length; i++) {
      add(i, dense.values()[i], dense.magnitudes()[i]);
    }
  }

  /** How many elements are not known to be zero. */
  int count() {
    return count;
  }

  /** The place of element number {@code i} of these, in the order in which they were first set. */
  int place(int i) {
    return touched[i];
  }

  boolean isSet(int at) {
    return magnitudes[at] != 0;
  }

  double value(int at) {
    return values[at];
  }

  double magnitude(int at) {
    return magnitudes[at];
  }

  /** How many additions were ever made: the measure of work. */
  long additions() {
    return additions;
  }

  /** A copy of all elements. */
  double[] values() {
    return values.clone();
  }

  /** A copy of all magnitudes. */
  double[] magnitudes() {
    return magnitudes.clone();
  }
}
