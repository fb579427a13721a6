package dev.repfuse.pass.fold;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;

/** One example for each reason for which the affine engine refuses. */
final class FoldAffineRegionRefusalTest {
  private static final String NORM =
      "float[4] s ~ uniform(2, 0.5, 1.5), float[4] b ~ normal(3), float[4] m ~ normal(4),"
          + " float[4] v ~ variance(5)";

  @Test
  void namesTheOperatorThatEndsARegion() {
    String head = "g (float[1,3,8,8] x) => (float[1,4,6,6] y) <float[4,3,3,3] w ~ normal(1), ";
    rewriting(new FoldAffineRegion())
        .declines(
            head
                + NORM
                + "> { c = Conv (x, w) r = Relu (c) y = BatchNormalization (r, s, b, m, v) }",
            Reason.NOT_LINEAR);
    rewriting(new FoldAffineRegion())
        .declines(
            head + "float[4,4,1,1] p ~ normal(2)> { c = Conv (x, w) r = Relu (c) y = Conv (r, p) }",
            Reason.ALREADY_ONE);
  }

  @Test
  void keepsABottleneckAsTwoConvolutions() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,16,8,8] x) => (float[1,16,8,8] y) <float[2,16,1,1] a ~ normal(1),"
                + " float[16,2,3,3] w ~ normal(2)>"
                + " { t = Conv (x, a) y = Conv <pads = [1,1,1,1]> (t, w) }",
            Reason.MORE_MACS);
  }

  @Test
  void refusesABiasUnderPadding() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,4,8,8] x) => (float[1,4,8,8] y) <float[4,4,3,3] w ~ normal(1), "
                + NORM
                + "> { c = BatchNormalization (x, s, b, m, v)"
                + " y = Conv <pads = [1,1,1,1]> (c, w) }",
            Reason.BIAS_UNDER_PADDING);
  }

  @Test
  void refusesPaddedAfterPadded() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,2,8,8] x) => (float[1,2,8,8] y) <float[2,2,3,3] w ~ normal(1)>"
                + " { c = Conv <pads = [1,1,1,1]> (x, w) y = Conv <pads = [1,1,1,1]> (c, w) }",
            Reason.PADDED_AFTER_PADDED);
  }

  @Test
  void refusesTrainingMode() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[2,3,8,8] x) => (float[2,4,6,6] y) <float[4,3,3,3] w ~ normal(1), "
                + NORM
                + "> { c = Conv (x, w)"
                + " y, p, q = BatchNormalization <training_mode = 1> (c, s, b, m, v) }",
            Reason.TRAINING_MODE);
  }

  @Test
  void refusesDifferentStrides() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,2,3,3] x) => (float[1,2,2,2] y) <float[2,2,2,2] w ~ normal(1)>"
                + " { a = Conv (x, w) c = Conv <strides = [2,2], pads = [0,0,1,1]> (x, w)"
                + " y = Add (a, c) }",
            Reason.STRIDES_DIFFER);
  }

  @Test
  void refusesAnAverageOverFewerElementsAtTheBorder() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,2,8,8] x) => (float[1,2,8,8] y) <float[2,2,1,1] w ~ normal(1)>"
                + " { a = Conv (x, w)"
                + " p = AveragePool <kernel_shape = [3,3], pads = [1,1,1,1]> (x)"
                + " y = Add (a, p) }",
            Reason.POOL_BORDER);
  }

  @Test
  void refusesOtherSources() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,2,8,8] x) => (float[1,2,8,8] y) <float[2,2,1,1] w ~ normal(1)>"
                + " { r = Relu (x) a = Conv (r, w) y = Add (a, x) }",
            Reason.OTHER_SOURCES);
  }

  @Test
  void refusesAConstantThatIsNotPerChannel() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,8,8,8] x) => (float[1,8,8,8] y) <float[8,8,1,1] w ~ normal(1),"
                + " float[8] k ~ normal(2)> { c = Conv (x, w) y = Mul (c, k) }",
            Reason.NOT_PER_CHANNEL);
  }

  @Test
  void refusesAValueThatIsReadElsewhere() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,3,8,8] x) => (float[1,4,6,6] y, float[1,4,6,6] c)"
                + " <float[4,3,3,3] w ~ normal(1), "
                + NORM
                + "> { c = Conv (x, w) y = BatchNormalization (c, s, b, m, v) }",
            Reason.READ_ELSEWHERE);
  }

  @Test
  void refusesAWeightThatACallerGives() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,3,8,8] x, float[4,3,3,3] w) => (float[1,4,6,6] y) <"
                + NORM
                + "> { c = Conv (x, w) y = BatchNormalization (c, s, b, m, v) }",
            Reason.WEIGHT_NOT_CONSTANT);
  }

  @Test
  void refusesWeightsThatWouldOverflow() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,3,8,8] x) => (float[1,1,6,6] y) <float[1,3,3,3] w ~ constant(100),"
                + " float[1] s = {3e38}, float[1] b = {0}, float[1] m = {0}, float[1] v = {1}>"
                + " { c = Conv (x, w) y = BatchNormalization (c, s, b, m, v) }",
            Reason.NOT_FINITE);
  }

  @Test
  void refusesHalfPrecisionFarOffZero() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float16[1,2,8,8] x) => (float16[1,2,8,8] y) <float16[2,2,1,1] w ~ normal(1),"
                + " float16[2] s = {1.0, 1.0}, float16[2] b = {0.0, 0.0}, float16[2] m = {50.0, 50.0},"
                + " float16[2] v = {0.01, 0.01}>"
                + " { c = Conv (x, w) i = BatchNormalization (x, s, b, m, v) y = Add (c, i) }",
            Reason.HALF_PRECISION);
  }
}
