package dev.repfuse.calibrate;

import dev.repfuse.ir.Tensor;

/**
 * Mean and variance of each channel over batches that come one after another, in double precision.
 * Batches are joined by the law of total variance (Chan, Golub and LeVeque, 1979), so that the
 * result is that of all elements at once.
 */
final class Moments {
  private final double[] means;
  private final double[] squares;
  private long count;

  Moments(int channels) {
    this.means = new double[channels];
    this.squares = new double[channels];
  }

  /**
   * Adds a batch.
   *
   * @param values [samples, channels, …]
   */
  void add(Tensor values) {
    long[] extents = values.shape().sizes().orElseThrow();
    int inner = 1;
    for (int axis = 2; axis < extents.length; axis++) {
      inner *= (int) extents[axis];
    }
    int samples = (int) extents[0];
    long more = (long) samples * inner;
    if (more == 0) {
      return;
    }
    double[] numbers = values.doubles();
    for (int channel = 0; channel < means.length; channel++) {
      double mean = 0;
      for (int sample = 0; sample < samples; sample++) {
        int first = (sample * means.length + channel) * inner;
        for (int i = first; i < first + inner; i++) {
          mean += numbers[i];
        }
      }
      mean /= more;
      double square = 0;
      for (int sample = 0; sample < samples; sample++) {
        int first = (sample * means.length + channel) * inner;
        for (int i = first; i < first + inner; i++) {
          square += (numbers[i] - mean) * (numbers[i] - mean);
        }
      }
      join(channel, more, mean, square);
    }
    count += more;
  }

  private void join(int channel, long more, double mean, double square) {
    double total = count + more;
    double apart = mean - means[channel];
    means[channel] += apart * more / total;
    squares[channel] += square + apart * apart * count / total * more;
  }

  /** How many elements each channel had. */
  long count() {
    return count;
  }

  double[] means() {
    return means.clone();
  }

  /** Of all elements, not of a sample of more: divided by their number. */
  double[] variances() {
    double[] variances = new double[squares.length];
    for (int channel = 0; channel < squares.length; channel++) {
      variances[channel] = squares[channel] / count;
    }
    return variances;
  }
}
