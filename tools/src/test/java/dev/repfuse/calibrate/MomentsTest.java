package dev.repfuse.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Mean and variance over batches of different size are those of all elements at once. */
class MomentsTest {
  @Test
  void batchesAreJoinedExactly() {
    SplittableRandom random = new SplittableRandom(4);
    Moments moments = new Moments(2);
    double[] sums = new double[2];
    double[] squares = new double[2];
    int count = 0;
    for (int size : new int[] {3, 1, 7, 0, 2}) {
      double[] values = new double[size * 2 * 5];
      for (int i = 0; i < values.length; i++) {
        int channel = i / 5 % 2;
        values[i] = 1000 + channel + random.nextGaussian();
        sums[channel] += values[i] - 1000;
        squares[channel] += (values[i] - 1000) * (values[i] - 1000);
      }
      moments.add(Tensor.ofDoubles(ElementType.DOUBLE, Shape.of(size, 2, 5), values));
      count += size * 5;
    }

    assertEquals(count, moments.count());
    for (int channel = 0; channel < 2; channel++) {
      double mean = sums[channel] / count;
      assertEquals(1000 + mean, moments.means()[channel], 1e-10);
      assertEquals(squares[channel] / count - mean * mean, moments.variances()[channel], 1e-10);
    }
  }
}
