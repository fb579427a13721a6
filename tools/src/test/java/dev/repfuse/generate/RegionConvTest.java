package dev.repfuse.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.generate.Regions.Definition;
import dev.repfuse.generate.Regions.Selection;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.testkit.Oracle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Region-aware convolutions against their definitions, computed here pixel by pixel. */
class RegionConvTest {
  private static final int IN = 4;
  private static final int OUT = 5;
  private static final int COUNT = 3;
  private static final int EXPERTS = 2;

  private static Plan plan(Definition definition, int kernel, Selection selection, int size) {
    Regions regions = new Regions(COUNT, EXPERTS, kernel, definition, selection);
    return new Plan(
        Family.DRCONV, 1, List.of(IN, OUT), size, 1, "N", 5, Variant.STANDARD.with(regions));
  }

  @ParameterizedTest
  @CsvSource({
    "OFFICIAL, 1, 7",
    "OFFICIAL, 3, 7",
    "PAPER,    1, 7",
    "PAPER,    3, 6", // all windows of the pooling are alike
    "PAPER,    3, 7", // they overlap
  })
  void everyFormComputesTheDefinition(Definition definition, int kernel, int size) {
    SplittableRandom random = new SplittableRandom(11);
    double[] pixels = random.doubles((long) IN * size * size, -1, 1).toArray();
    Map<String, double[]> weights = new HashMap<>();
    Model first = plan(definition, kernel, Selection.ONEHOT, size).model();
    first
        .graph()
        .initializers()
        .forEach(w -> weights.put(w.name(), w.tensor().orElseThrow().doubles()));
    Definitions oracle = new Definitions(weights, pixels, size, kernel, definition);
    double[] want = oracle.output();
    assertEquals(COUNT, oracle.regions.size(), "all regions are there");
    for (Selection selection : Selection.values()) {
      for (String batch : List.of("1", "N")) {
        Model model = plan(definition, kernel, selection, size).withBatch(batch).model();
        ModelCheck.check(model);
        Tensor x = Tensor.ofDoubles(ElementType.FLOAT, Shape.of(1, IN, size, size), pixels);
        Tensor y = Oracle.run(model, Map.of("x", x)).values().iterator().next();

        assertEquals(Shape.of(1, OUT, size, size), y.shape());
        assertArrayEquals(want, y.doubles(), 1e-5, selection + ", batch " + batch);
      }
    }
  }

  /** The form as loops: filters of each region, and at each pixel the convolution with one. */
  private static final class Definitions {
    private final Map<String, double[]> weights;
    private final double[] x;
    private final int size;
    private final int kernel;
    private final Definition definition;
    final TreeSet<Integer> regions = new TreeSet<>();

    Definitions(
        Map<String, double[]> weights, double[] x, int size, int kernel, Definition definition) {
      this.weights = weights;
      this.x = x;
      this.size = size;
      this.kernel = kernel;
      this.definition = definition;
    }

    double[] output() {
      double[] y = new double[OUT * size * size];
      int guideKernel = definition == Definition.PAPER ? kernel : 1;
      double[] bias = weight("guide.bias", COUNT);
      for (int row = 0; row < size; row++) {
        for (int column = 0; column < size; column++) {
          int region = 0;
          double best = Double.NEGATIVE_INFINITY;
          for (int r = 0; r < COUNT; r++) {
            double[] guide = filter(weight("guide.weight", 0), r, guideKernel);
            double score = bias[r] + dot(guide, guideKernel, row, column);
            region = score > best ? r : region;
            best = Math.max(score, best);
          }
          regions.add(region);
          for (int out = 0; out < OUT; out++) {
            y[(out * size + row) * size + column] =
                dot(generated(region, out), kernel, row, column);
          }
        }
      }
      return y;
    }

    private double[] weight(String name, int length) {
      return weights.getOrDefault("drconv." + name, new double[length]);
    }

    private static double[] filter(double[] all, int index, int kernel) {
      int length = IN * kernel * kernel;
      return Arrays.copyOfRange(all, index * length, (index + 1) * length);
    }

    private double dot(double[] filter, int taps, int row, int column) {
      double sum = 0;
      for (int channel = 0; channel < IN; channel++) {
        for (int i = 0; i < taps; i++) {
          for (int j = 0; j < taps; j++) {
            sum +=
                filter[(channel * taps + i) * taps + j]
                    * pixel(channel, row + i - taps / 2, column + j - taps / 2);
          }
        }
      }
      return sum;
    }

    private double pixel(int channel, int row, int column) {
      boolean inside = row >= 0 && row < size && column >= 0 && column < size;
      return inside ? x[(channel * size + row) * size + column] : 0;
    }

    private double mean(int channel, int top, int bottom, int left, int right) {
      double sum = 0;
      for (int row = top; row < bottom; row++) {
        for (int column = left; column < right; column++) {
          sum += pixel(channel, row, column);
        }
      }
      return sum / ((bottom - top) * (right - left));
    }

    private double[] generated(int region, int out) {
      double[] filter = new double[IN * kernel * kernel];
      if (definition == Definition.OFFICIAL) {
        double[] bank = weight("experts", 0);
        for (int expert = 0; expert < EXPERTS; expert++) {
          double share = share(region * EXPERTS + expert) / EXPERTS * 2;
          for (int i = 0; i < filter.length; i++) {
            filter[i] += share * bank[(expert * OUT + out) * filter.length + i];
          }
        }
        return filter;
      }
      double[] expand = weight("expand.weight", 0);
      for (int channel = 0; channel < IN; channel++) {
        for (int tap = 0; tap < kernel * kernel; tap++) {
          for (int k = 0; k < COUNT; k++) {
            filter[channel * kernel * kernel + tap] +=
                expand[((region * OUT + out) * IN + channel) * COUNT + k]
                    * inside(region * COUNT + k, tap / kernel, tap % kernel);
          }
        }
      }
      return filter;
    }

    private static double sigmoid(double value) {
      return 1 / (1 + Math.exp(-value));
    }

    private double share(int index) {
      double sum = weight("fc.bias", 0)[index];
      for (int channel = 0; channel < IN; channel++) {
        sum += weight("fc.weight", 0)[index * IN + channel] * mean(channel, 0, size, 0, size);
      }
      return sigmoid(sum);
    }

    private double inside(int index, int row, int column) {
      double sum = weight("squeeze.bias", 0)[index];
      for (int channel = 0; channel < IN; channel++) {
        double mean =
            mean(
                channel,
                row * size / kernel,
                Math.ceilDiv((row + 1) * size, kernel),
                column * size / kernel,
                Math.ceilDiv((column + 1) * size, kernel));
        sum += weight("squeeze.weight", 0)[index * IN + channel] * mean;
      }
      return sigmoid(sum);
    }
  }
}
