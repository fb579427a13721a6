package dev.repfuse.search.angle;

/**
 * What two vectors add to each other's angle. It is additive: the sums of a vector that consists of
 * parts are the sums of its parts.
 *
 * @param dot the scalar product of the initial and the trained vector
 * @param initial the square of the initial one's length
 * @param trained the square of the trained one's length
 */
public record PartialSums(double dot, double initial, double trained) {
  /** Of an empty vector. */
  public static final PartialSums NONE = new PartialSums(0, 0, 0);

  /** Of two vectors of the same length, added up in order. */
  public static PartialSums of(double[] initial, double[] trained) {
    double dot = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < initial.length; i++) {
      dot += initial[i] * trained[i];
      first += initial[i] * initial[i];
      second += trained[i] * trained[i];
    }
    return new PartialSums(dot, first, second);
  }

  public PartialSums plus(PartialSums other) {
    return new PartialSums(dot + other.dot, initial + other.initial, trained + other.trained);
  }

  /** Of a vector in which the part stands so many times. */
  public PartialSums times(double count) {
    return new PartialSums(count * dot, count * initial, count * trained);
  }

  /** The angle between the vectors in radians, from 0 to pi; NaN if one of them is zero. */
  public double angle() {
    return angle(dot, initial, trained);
  }

  static double angle(double dot, double initial, double trained) {
    return Math.acos(Math.clamp(dot / Math.sqrt(initial * trained), -1.0, 1.0));
  }

  /** The length of the trained vector. */
  public double magnitude() {
    return Math.sqrt(trained);
  }
}
