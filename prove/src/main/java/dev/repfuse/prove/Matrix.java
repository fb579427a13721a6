package dev.repfuse.prove;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A linear map whose coefficients are listed one by one, by the element that they read. */
final class Matrix implements Step {
  private final int[] starts;
  private final int[] targets;
  private final double[] weights;
  private final double[] magnitudes;

  private Matrix(int[] starts, int[] targets, double[] weights, double[] magnitudes) {
    this.starts = starts;
    this.targets = targets;
    this.weights = weights;
    this.magnitudes = magnitudes;
  }

  @Override
  public void apply(Image in, Image out) {
    for (int i = 0; i < in.count(); i++) {
      int from = in.place(i);
      double value = in.value(from);
      double magnitude = in.magnitude(from);
      for (int e = starts[from]; e < starts[from + 1]; e++) {
        out.add(targets[e], weights[e] * value, magnitudes[e] * magnitude);
      }
    }
  }

  @Override
  public void mark(boolean[] result, boolean[] operand) {
    for (int from = 0; from < operand.length; from++) {
      for (int e = starts[from]; e < starts[from + 1] && !operand[from]; e++) {
        operand[from] = result[targets[e]];
      }
    }
  }

  @Override
  public List<Optional<Line>> lines(int[] operand, List<Optional<Line>> lines, int[] result) {
    Rows rows = Rows.of(starts, targets, weights, magnitudes, Indexing.size(result));
    return Repetition.of(rows, operand, lines, result);
  }

  /**
   * Each element of the result is an element of the operand, or not any of them (-1).
   *
   * @param from the element of the operand, for each element of the result
   */
  static Matrix selecting(int operandSize, int[] from) {
    Entries entries = new Entries(from.length);
    for (int to = 0; to < from.length; to++) {
      if (from[to] >= 0) {
        entries.add(from[to], to, 1, 1);
      }
    }
    return entries.matrix(operandSize);
  }

  /** The same, each element times the factor of its place in the result. */
  static Matrix scaling(int operandSize, int[] from, double[] factors, double[] magnitudes) {
    Entries entries = new Entries(from.length);
    for (int to = 0; to < from.length; to++) {
      entries.add(from[to], to, factors[to], magnitudes[to]);
    }
    return entries.matrix(operandSize);
  }

  /** Coefficients in any order. */
  static final class Entries {
    private int[] from;
    private int[] to;
    private double[] weights;
    private double[] magnitudes;
    private int count;

    Entries(int expected) {
      from = new int[expected];
      to = new int[expected];
      weights = new double[expected];
      magnitudes = new double[expected];
    }

    void add(int source, int target, double weight, double magnitude) {
      if (count == from.length) {
        int capacity = Math.max(16, 2 * count);
        Indexing.size(new int[] {capacity});
        from = Arrays.copyOf(from, capacity);
        to = Arrays.copyOf(to, capacity);
        weights = Arrays.copyOf(weights, capacity);
        magnitudes = Arrays.copyOf(magnitudes, capacity);
      }
      from[count] = source;
      to[count] = target;
      weights[count] = weight;
      magnitudes[count++] = magnitude;
    }

    Matrix matrix(int operandSize) {
      int[] starts = new int[operandSize + 1];
      for (int i = 0; i < count; i++) {
        starts[from[i] + 1]++;
      }
      for (int i = 0; i < operandSize; i++) {
        starts[i + 1] += starts[i];
      }
      int[] next = Arrays.copyOf(starts, operandSize);
      int[] targets = new int[count];
      double[] sortedWeights = new double[count];
      double[] sortedMagnitudes = new double[count];
      for (int i = 0; i < count; i++) {
        int place = next[from[i]]++;
        targets[place] = to[i];
        sortedWeights[place] = weights[i];
        sortedMagnitudes[place] = magnitudes[i];
      }
      return new Matrix(starts, targets, sortedWeights, sortedMagnitudes);
    }
  }
}
