package dev.repfuse.pass.fold;

import static dev.repfuse.pass.Rewriting.rewriting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.RoundingRisk;
import dev.repfuse.testkit.Oracle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The bound on what rounding to half precision does holds, and is not idle. */
final class HalfPrecisionTest {
  private static final int CHANNELS = 16;
  private static final double EPSILON = 1e-5f;

  /** How much larger than the error that was found a bound may be. */
  private static final double SLACK = 4;

  /**
   * A point-wise convolution and a BatchNormalization of the source, 100 to 1000 sigma off zero.
   */
  private static String identityBranch(String type) {
    return ("g (half[1,16,8,8] x) => (half[1,16,8,8] y) <half[16,16,1,1] w ~ normal(1, 0.01),"
            + " half[16] s ~ uniform(2, 0.5, 1.5), half[16] b ~ normal(3),"
            + " half[16] m ~ uniform(4, 5, 10), half[16] v ~ uniform(5, 0.0001, 0.001)>"
            + " { c = Conv (x, w) [skip] i = BatchNormalization (x, s, b, m, v) y = Add (c, i) }")
        .replace("half", type);
  }

  /** A convolution whose values lie far off zero by its bias, and the BatchNormalization behind. */
  private static String behindConvolution(String type) {
    return ("g (half[1,16,8,8] x) => (half[1,16,8,8] y) <half[16,16,1,1] w ~ normal(1, 0.1),"
            + " half[16] s ~ uniform(2, 0.5, 1.5), half[16] b ~ normal(3),"
            + " half[16] m ~ uniform(4, 20, 40), half[16] v ~ uniform(5, 0.01, 0.02)>"
            + " { c = Conv (x, w) [norm] y = BatchNormalization (c, s, b, m, v) }")
        .replace("half", type);
  }

  @Test
  void roundoffBoundsEveryRounding() {
    long seed = 7;
    System.out.println("HalfPrecisionTest seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (ElementType type : List.of(ElementType.FLOAT16, ElementType.BFLOAT16)) {
      double[] numbers =
          random
              .doubles(100_000)
              .map(unit -> (unit - 0.5) * Math.scalb(1.0, random.nextInt(-30, 14)))
              .toArray();
      double[] rounded = rounded(type, numbers);
      double closest = 0;
      for (int i = 0; i < numbers.length; i++) {
        double error = Math.abs(rounded[i] - numbers[i]);
        double bound = HalfPrecision.roundoff(type, numbers[i]);
        assertTrue(error <= bound, type + " " + numbers[i]);
        closest = Math.max(closest, error / bound);
      }
      assertTrue(closest > 0.99, () -> type + ": the bound is never reached");
      assertEquals(0, HalfPrecision.roundoff(type, 0));
    }
  }

  @Test
  void boundsAnIdentityBranchByItsStatistics() {
    for (String type : List.of("float16", "bfloat16")) {
      HalfFold fold = HalfFold.of(identityBranch(type));
      RoundingRisk risk = onlyRisk(fold);
      Exact exact = Exact.identityBranch(fold);
      double[] mean = fold.constant("m");
      double[] variance = fold.constant("v");
      double[] far = new double[CHANNELS];
      for (int i = 0; i < CHANNELS; i++) {
        far[i] = mean[i] + RoundingRisk.SIGMAS * Math.sqrt(variance[i] + EPSILON);
      }

      double error = exact.worst(risk.channel(), fold, far) / risk.spread();

      double bound = risk.bound().orElseThrow();
      assertEquals("BatchNormalization 'skip'", risk.node());
      assertEquals(exact.condition(), risk.condition(), 1e-9 * risk.condition());
      assertTrue(error <= bound, () -> type + ": " + error + " is beyond " + bound);
      assertTrue(error >= bound / SLACK, () -> type + ": " + error + " is far below " + bound);
    }
  }

  @Test
  void boundsWhatIsBehindAConvolutionByTheLargestInput() {
    for (String type : List.of("float16", "bfloat16")) {
      HalfFold fold = HalfFold.of(behindConvolution(type));
      RoundingRisk risk = onlyRisk(fold);
      Exact exact = Exact.behindConvolution(fold);
      double[] gamma = fold.constant("s");
      double largest = 100;

      double error = exact.worst(risk.channel(), fold, filled(largest));

      double bound = risk.gain() * largest + risk.offset();
      assertTrue(risk.bound().isEmpty(), "nothing tells how large x is");
      assertEquals(gamma[risk.channel()], risk.spread(), 1e-12);
      assertTrue(error <= bound, () -> type + ": " + error + " is beyond " + bound);
      assertTrue(error >= bound / SLACK, () -> type + ": " + error + " is far below " + bound);
    }
  }

  @Test
  void holdsInOnnxRuntime() {
    HalfFold fold = HalfFold.of(identityBranch("float16"));
    RoundingRisk risk = onlyRisk(fold);
    double[] mean = fold.constant("m");
    double[] variance = fold.constant("v");
    long seed = 11;
    System.out.println("HalfPrecisionTest seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[CHANNELS * 64];
    for (int i = 0; i < x.length; i++) {
      double sigmas = Math.clamp(random.nextGaussian(), -3.5, 3.5);
      x[i] = mean[i / 64] + sigmas * Math.sqrt(variance[i / 64] + EPSILON);
    }
    Map<String, Tensor> inputs =
        Map.of("x", Tensor.ofDoubles(ElementType.FLOAT16, Shape.of(1, CHANNELS, 8, 8), x));

    double[] original = run(fold.before(), inputs);
    double[] result = run(fold.after(), inputs);

    double error = 0;
    double rounding = 0;
    for (int i = risk.channel() * 64; i < (risk.channel() + 1) * 64; i++) {
      error = Math.max(error, Math.abs(original[i] - result[i]));
      rounding = Math.max(rounding, 4 * HalfPrecision.roundoff(ElementType.FLOAT16, original[i]));
    }
    double bound = risk.bound().orElseThrow() * risk.spread();
    assertTrue(error <= bound + rounding, error + " is beyond " + bound + " + " + rounding);
    assertTrue(error >= bound / SLACK, error + " is far below " + bound);
    assertTrue(rounding < bound / SLACK, "the rounding of results hides the weights'");
  }

  @Test
  void refusesByDefaultAndSaysTheBound() {
    String text = identityBranch("float16");
    rewriting(new FoldAffineRegion()).declines(text, Reason.HALF_PRECISION);
    assertTrue(onlyRisk(HalfFold.of(text)).words().contains("of its spread, for inputs within 4"));
  }

  @Test
  void aChannelTimesZeroLosesNothing() {
    String text =
        behindConvolution("float16").replace("s ~ uniform(2, 0.5, 1.5)", "s ~ constant(0)");
    assertEquals(List.of(), HalfFold.of(text).report().risks());
  }

  @Test
  void warnsOfTransposedConvolutionsToo() {
    for (String type : List.of("float16", "bfloat16")) {
      String behind = behindConvolution(type).replace("Conv (", "ConvTranspose (");
      rewriting(new FoldBatchNormIntoConvTranspose(FoldPolicy.STANDARD))
          .declines(behind, Reason.HALF_PRECISION);
      HalfFold fold = HalfFold.of(behind);
      RoundingRisk risk = onlyRisk(fold);
      double error = Exact.behindConvolution(fold).worst(risk.channel(), fold, filled(100));
      double bound = 100 * risk.gain() + risk.offset();
      assertTrue(error <= bound && error >= bound / SLACK, () -> error + " and " + bound);

      String before =
          ("g (half[1,16,8,8] x) => (half[1,16,8,8] y) <half[16,16,1,1] w ~ normal(1),"
                  + " half[16] s ~ constant(1), half[16] b ~ constant(0),"
                  + " half[16] m ~ constant(9), half[16] v ~ constant(0.01)>"
                  + " { c = BatchNormalization (x, s, b, m, v) y = ConvTranspose (c, w) }")
              .replace("half", type);
      rewriting(new FoldBatchNormBeforeConvTranspose(FoldPolicy.STANDARD))
          .declines(before, Reason.HALF_PRECISION);
      assertTrue(onlyRisk(HalfFold.of(before)).bound().isPresent(), "statistics tell of x");
    }
  }

  private static RoundingRisk onlyRisk(HalfFold fold) {
    assertEquals(1, fold.report().risks().size(), () -> fold.report().toString());
    return fold.report().risks().getFirst();
  }

  private static double[] run(Model model, Map<String, Tensor> inputs) {
    return Objects.requireNonNull(Oracle.run(model, inputs).get("y")).doubles();
  }

  private static double[] filled(double value) {
    double[] values = new double[CHANNELS];
    Arrays.fill(values, value);
    return values;
  }

  private static double[] rounded(ElementType type, double[] numbers) {
    return Tensor.ofDoubles(type, Shape.of(numbers.length), numbers).doubles();
  }

  /** The folded numbers as they would be without rounding, from the formula of the operators. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Exact(double[][] kernel, double[] bias, double condition) {

    static Exact identityBranch(HalfFold fold) {
      Exact exact = norm(fold);
      double[] weight = fold.constant("w");
      double[][] kernel = new double[CHANNELS][CHANNELS];
      for (int o = 0; o < CHANNELS; o++) {
        for (int i = 0; i < CHANNELS; i++) {
          kernel[o][i] = weight[o * CHANNELS + i] + (o == i ? exact.kernel[o][o] : 0);
        }
      }
      return new Exact(kernel, exact.bias, exact.condition);
    }

    static Exact behindConvolution(HalfFold fold) {
      boolean transposed = fold.before().graph().firstNode().orElseThrow().is("ConvTranspose");
      Exact exact = norm(fold);
      double[] weight = fold.constant("w");
      double[][] kernel = new double[CHANNELS][CHANNELS];
      for (int o = 0; o < CHANNELS; o++) {
        for (int i = 0; i < CHANNELS; i++) {
          int at = transposed ? i * CHANNELS + o : o * CHANNELS + i;
          kernel[o][i] = weight[at] * exact.kernel[o][o];
        }
      }
      return new Exact(kernel, exact.bias, exact.condition);
    }

    private static Exact norm(HalfFold fold) {
      double[] scale = fold.constant("s");
      double[] shift = fold.constant("b");
      double[] mean = fold.constant("m");
      double[] variance = fold.constant("v");
      double[][] factor = new double[CHANNELS][CHANNELS];
      double[] bias = new double[CHANNELS];
      double condition = 0;
      for (int c = 0; c < CHANNELS; c++) {
        double sigma = Math.sqrt(variance[c] + EPSILON);
        factor[c][c] = scale[c] / sigma;
        bias[c] = shift[c] - mean[c] * scale[c] / sigma;
        condition = Math.max(condition, mean[c] / sigma);
      }
      return new Exact(factor, bias, condition);
    }

    /** The largest error of a channel for |x| of that size: all terms have one sign. */
    double worst(int channel, HalfFold fold, double[] magnitude) {
      double[] rounded = fold.folded(1).doubles();
      boolean transposed = fold.after().graph().firstNode().orElseThrow().is("ConvTranspose");
      double error = Math.abs(fold.folded(2).doubles()[channel] - bias[channel]);
      for (int i = 0; i < CHANNELS; i++) {
        int at = transposed ? i * CHANNELS + channel : channel * CHANNELS + i;
        error += Math.abs(rounded[at] - kernel[channel][i]) * magnitude[i];
      }
      return error;
    }
  }
}
