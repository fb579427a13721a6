package dev.repfuse.prove;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Rows of the operand times one constant matrix: {@code y[r, j] = Σ x[r, k] · w[k, j]}. */
final class Product implements Step {
  private final int inner;
  private final int columns;
  private final double[] weights;
  private final double[] magnitudes;

  /**
   * A product with {@code weights} of extents [inner, columns].
   *
   * @param factor what each weight is multiplied by
   */
  Product(Dense weights, double factor) {
    this.inner = weights.shape()[0];
    this.columns = weights.shape()[1];
    this.weights = scaled(weights.values(), factor);
    this.magnitudes = scaled(weights.magnitudes(), Math.abs(factor));
  }

  private static double[] scaled(double[] numbers, double factor) {
    double[] scaled = new double[numbers.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = factor * numbers[i];
    }
    return scaled;
  }

  @Override
  public void apply(Image in, Image out) {
    for (int i = 0; i < in.count(); i++) {
      int from = in.place(i);
      int row = from / inner * columns;
      int first = from % inner * columns;
      double value = in.value(from);
      double magnitude = in.magnitude(from);
      for (int j = 0; j < columns; j++) {
        if (magnitudes[first + j] != 0) {
          out.add(row + j, weights[first + j] * value, magnitudes[first + j] * magnitude);
        }
      }
    }
  }

  @Override
  public void mark(boolean[] result, boolean[] operand) {
    for (int to = 0; to < result.length; to++) {
      if (result[to]) {
        int first = to / columns * inner;
        Arrays.fill(operand, first, first + inner, true);
      }
    }
  }

  /** Each row of the result is made of one row of the operand, all in the same way. */
  @Override
  public List<Optional<Line>> lines(int[] operand, List<Optional<Line>> lines, int[] result) {
    int rows = result.length - 1;
    if (!Arrays.equals(operand, 0, operand.length - 1, result, 0, rows)) {
      return Repetition.none(result.length);
    }
    List<Optional<Line>> found = new ArrayList<>(lines.subList(0, rows));
    found.add(Optional.empty());
    return found;
  }
}
