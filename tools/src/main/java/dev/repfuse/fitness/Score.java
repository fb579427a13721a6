package dev.repfuse.fitness;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How outputs are compared with labels; more is better. */
public enum Score {
  /** The share of samples whose label has the largest output; of equal ones the first counts. */
  ACCURACY {
    @Override
    double of(double[] outputs, int first, int classes, int label) {
      int best = 0;
      for (int i = 1; i < classes; i++) {
        if (outputs[first + i] > outputs[first + best]) {
          best = i;
        }
      }
      return best == label ? 1 : 0;
    }
  },
  /** The mean of the logarithm of softmax at the label: the cross entropy, negated. */
  LOSS {
    @Override
    double of(double[] outputs, int first, int classes, int label) {
      double top = Arrays.stream(outputs, first, first + classes).max().orElse(0);
      double sum = 0;
      for (int i = 0; i < classes; i++) {
        sum += Math.exp(outputs[first + i] - top);
      }
      return outputs[first + label] - top - Math.log(sum);
    }
  };

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
