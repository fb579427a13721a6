package dev.repfuse.fitness;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How outputs are compared with labels; more is better. */
public enum Score {
  /**
   * The share of samples whose label has the largest output; of equal ones the first counts, and a
   * sample with NaN among its outputs never does.
   */
  ACCURACY {
    @Override
    double of(double[] outputs, int first, int classes, int label) {
      int best = 0;
      for (int i = 0; i < classes; i++) {
        if (Double.isNaN(outputs[first + i])) {
          return 0;
        }
        best = outputs[first + i] > outputs[first + best] ? i : best;
      }
      return best == label ? 1 : 0;
    }
  },
  /**
   * The mean of the logarithm of softmax at the label: the cross entropy, negated. It is not less
   * than {@link #LEAST}, which also stands for what is no number.
   */
  LOSS {
    @Override
    double of(double[] outputs, int first, int classes, int label) {
      double top = Arrays.stream(outputs, first, first + classes).max().orElse(0);
      double sum = 0;
      for (int i = 0; i < classes; i++) {
        sum += Math.exp(outputs[first + i] - top);
      }
      double logarithm = outputs[first + label] - top - Math.log(sum);
      return logarithm >= LEAST ? logarithm : LEAST;
    }
  };

  /** The logarithm of the smallest number above 0. */
  static final double LEAST = Math.log(Double.MIN_VALUE);

  /**
   * The score of one sample.
   *
   * @param first where its outputs begin
   */
  abstract double of(double[] outputs, int first, int classes, int label);

  /** Its name in options and reports. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The score of this name. */
  public static Optional<Score> named(String word) {
    return Arrays.stream(values()).filter(score -> score.word().equals(word)).findFirst();
  }
}
