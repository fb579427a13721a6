package dev.repfuse.pass.fold;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Folded weights of half precision are rounded once from double, to nearest even. Among so many
 * there are some that two roundings, by float32, would make others.
 */
final class RoundedOnceTest {
  private static final double EPSILON = 1e-5f;
  private static final String NORM =
      "half[8192] s ~ uniform(2, 0.5, 1.5), half[8192] b ~ normal(3), half[8192] m ~ normal(4),"
          + " half[8192] v ~ uniform(5, 1, 2)> { ";

  @Test
  void conv() {
    checkNorm(
        "g (half[1,64,3,3] x) => (half[1,8192,3,3] y) <half[8192,64,1,1] w ~ normal(1), "
            + NORM
            + "c = Conv (x, w) y = BatchNormalization (c, s, b, m, v) }",
        i -> i / 64);
  }

  @Test
  void depthwiseConv() {
    checkNorm(
        "g (half[1,8192,9,9] x) => (half[1,8192,2,2] y) <half[8192,1,8,8] w ~ normal(1), "
            + NORM
            + "c = Conv <group = 8192> (x, w) y = BatchNormalization (c, s, b, m, v) }",
        i -> i / 64);
  }

  @Test
  void gemm() {
    checkNorm(
        "g (half[2,64] x) => (half[2,8192] y) <half[8192,64] w ~ normal(1), "
            + NORM
            + "c = Gemm <transB = 1> (x, w) y = BatchNormalization (c, s, b, m, v) }",
        i -> i / 64);
  }

  @Test
  void convTranspose() {
    checkNorm(
        "g (half[1,64,3,3] x) => (half[1,8192,3,3] y) <half[64,8192,1,1] w ~ normal(1), "
            + NORM
            + "c = ConvTranspose (x, w) y = BatchNormalization (c, s, b, m, v) }",
        i -> i % 8192);
  }

  @Test
  void batchNormalizationBeforeConvTranspose() {
    checkNorm(
        "g (half[1,8192,3,3] x) => (half[1,64,3,3] y) <half[8192,64,1,1] w ~ normal(1), "
            + NORM
            + "c = BatchNormalization (x, s, b, m, v) y = ConvTranspose (c, w) }",
        i -> i / 64);
  }

  @Test
  void matMul() {
    check(
        "g (half[2,7,64] x) => (half[2,7,8192] y) <half[64,8192] w ~ normal(1),"
            + " half[8192] p ~ uniform(2, 0.5, 1), half[8192] q ~ uniform(3, 0.5, 1),"
            + " half[8192] r ~ uniform(4, 0.5, 1)>"
            + " { a = MatMul (x, w) b = Mul (a, p) c = Mul (b, q) y = Mul (c, r) }",
        fold -> {
          double[] exact = fold.constant("w");
          for (String factor : List.of("p", "q", "r")) {
            double[] factors = fold.constant(factor);
            for (int i = 0; i < exact.length; i++) {
              exact[i] *= factors[i % 8192];
            }
          }
          return exact;
        });
  }

  /** Folds a BatchNormalization into weights whose place tells the channel that scales them. */
  private static void checkNorm(String text, IntUnaryOperator channel) {
    check(
        text,
        fold -> {
          double[] exact = fold.constant("w");
          double[] scale = fold.constant("s");
          double[] variance = fold.constant("v");
          for (int i = 0; i < exact.length; i++) {
            int c = channel.applyAsInt(i);
            exact[i] *= scale[c] / Math.sqrt(variance[c] + EPSILON);
          }
          return exact;
        });
  }

  /** Folds and compares every weight with what it is before rounding. */
  private static void check(String text, Function<HalfFold, double[]> unrounded) {
    for (ElementType type : List.of(ElementType.FLOAT16, ElementType.BFLOAT16)) {
      HalfFold fold = HalfFold.of(text.replace("half", type.keyword()));
      double[] exact = unrounded.apply(fold);
      double[] byFloat = Arrays.stream(exact).map(number -> (float) number).toArray();

      double[] once = rounded(type, exact);
      assertArrayEquals(once, fold.folded(1).doubles(), type.keyword());
      assertFalse(Arrays.equals(once, rounded(type, byFloat)), type + ": two roundings do no harm");
    }
  }

  private static double[] rounded(ElementType type, double[] numbers) {
    return Tensor.ofDoubles(type, Shape.of(numbers.length), numbers).doubles();
  }
}
