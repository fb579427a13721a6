package dev.repfuse.calibrate;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.DataException;
import java.util.List;

/**
 * How numbers from 0 to 255 become a network's input: (value / 255 - mean) / std.
 *
 * @param means for each channel, or one for all
 * @param deviations for each channel, or one for all; none is 0
 */
public record Pixels(List<Double> means, List<Double> deviations) {
  /** From 0 to 1. */
  public static final Pixels PLAIN = new Pixels(List.of(0.0), List.of(1.0));

  public Pixels {
    means = List.copyOf(means);
    deviations = List.copyOf(deviations);
    if (means.isEmpty() || deviations.isEmpty() || deviations.contains(0.0)) {
      throw new IllegalArgumentException("a mean and a deviation that is not 0 are asked for");
    }
  }

  /**
   * Images as [samples, channels, rows, columns].
   *
   * @param values from 0 to 255, in that order
   * @throws DataException if there are other channels than means or deviations
   */
  Tensor of(double[] values, Shape shape) {
    int channels = (int) shape.size(1).orElseThrow();
    requireFor(means, channels, "means");
    requireFor(deviations, channels, "deviations");
    int planes = (int) shape.size(0).orElseThrow() * channels;
    int area = planes == 0 ? 0 : values.length / planes;
    double[] scaled = new double[values.length];
    for (int plane = 0; plane < planes; plane++) {
      double mean = of(means, plane % channels);
      double deviation = of(deviations, plane % channels);
      for (int i = plane * area; i < (plane + 1) * area; i++) {
        scaled[i] = (values[i] / 255 - mean) / deviation;
      }
    }
    return Tensor.ofDoubles(ElementType.FLOAT, shape, scaled);
  }

  private static void requireFor(List<Double> numbers, int channels, String what) {
    if (numbers.size() != 1 && numbers.size() != channels) {
      throw new DataException(
          "%d %s are given, the images have %d channels".formatted(numbers.size(), what, channels));
    }
  }

  private static double of(List<Double> numbers, int channel) {
    return numbers.get(numbers.size() == 1 ? 0 : channel);
  }
}
