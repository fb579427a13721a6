package dev.repfuse.pass.fold;

import static dev.repfuse.pass.Rewriting.rewriting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.Choice;
import dev.repfuse.pass.Driver;
import dev.repfuse.pass.Pass;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Report;
import dev.repfuse.pass.cost.Estimate;
import dev.repfuse.pass.cost.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One example for each rule of the affine engine, and one for each reason to refuse. */
final class FoldAffineRegionTest {
  private static final String NORM =
      "float[4] s ~ uniform(2, 0.5, 1.5), float[4] b ~ normal(3), float[4] m ~ normal(4),"
          + " float[4] v ~ variance(5)";

  @Test
  void foldsBatchNormIntoTheConvBefore() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[1,3,8,8] x) => (float[1,4,6,6] y) <float[4,3,3,3] w ~ normal(1), "
                + NORM
                + "> { c = Conv (x, w) y = BatchNormalization (c, s, b, m, v) }")
        .into("g (float[1,3,8,8] x) => (float[1,4,6,6] y) { y = Conv (x, w2, b2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void foldsBatchNormIntoTheConvAfterThatDoesNotPad() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[1,4,8,8] x) => (float[1,5,6,6] y) <float[5,4,3,3] w ~ normal(1), "
                + NORM
                + "> { c = BatchNormalization (x, s, b, m, v) y = Conv (c, w) }")
        .into("g (float[1,4,8,8] x) => (float[1,5,6,6] y) { y = Conv (x, w2, b2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void mergesParallelBranchesAndTheIdentity() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[1,4,8,8] x) => (float[1,4,8,8] y) <float[4,4,3,3] w ~ normal(1),"
                + " float[4,4,1,1] p ~ normal(6), "
                + NORM
                + "> { a = Conv <pads = [1,1,1,1]> (x, w) c = Conv (x, p)"
                + " i = BatchNormalization (x, s, b, m, v)"
                + " t = Add (a, c) u = Add (t, i) y = Relu (u) }")
        .into(
            "g (float[1,4,8,8] x) => (float[1,4,8,8] y)"
                + " { u = Conv <pads = [1,1,1,1]> (x, w2, b2) y = Relu (u) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void alignsTapsByWhereTheyRead() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[1,4,8,8] x) => (float[1,4,7,8] y) <float[4,4,3,3] w ~ normal(1),"
                + " float[4,4,2,3] u ~ normal(2)>"
                + " { a = Conv <pads = [0,1,1,1]> (x, w) c = Conv <pads = [0,1,0,1]> (x, u)"
                + " y = Add (a, c) }")
        .into(
            "g (float[1,4,8,8] x) => (float[1,4,7,8] y)"
                + " { y = Conv <pads = [0,1,1,1]> (x, w2) }")
        .keepingNumbersWithin(1e-6);
  }

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
  void embedsSmallGroupsIntoLargeOnes() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[1,4,8,8] x) => (float[1,4,8,8] y) <float[4,2,3,3] w ~ normal(1),"
                + " float[4,1,3,3] d ~ normal(2)>"
                + " { a = Conv <pads = [1,1,1,1], group = 2> (x, w)"
                + " c = Conv <pads = [1,1,1,1], group = 4> (x, d) y = Sub (a, c) }")
        .into(
            "g (float[1,4,8,8] x) => (float[1,4,8,8] y)"
                + " { y = Conv <group = 2, pads = [1,1,1,1]> (x, w2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void absorbsPerChannelArithmetic() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[1,3,8] x) => (float[1,4,6] y) <float[4,3,3] w ~ normal(1),"
                + " float[4,1] k ~ uniform(2, 0.5, 2), float h = {3}>"
                + " { c = Conv (x, w) d = Mul (k, c) e = Sub (h, d) f = Div (e, k) y = Neg (f) }")
        .into("g (float[1,3,8] x) => (float[1,4,6] y) { y = Conv (x, w2, b2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void averagesAsDepthwiseConvolution() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[1,4,8,8] x) => (float[1,4,8,8] y) <float[4,1,3,3] w ~ normal(1)>"
                + " { a = Conv <pads = [1,1,1,1], group = 4> (x, w)"
                + " p = AveragePool <kernel_shape = [3,3], pads = [1,1,1,1],"
                + " count_include_pad = 1> (x) y = Add (a, p) }")
        .into(
            "g (float[1,4,8,8] x) => (float[1,4,8,8] y)"
                + " { y = Conv <group = 4, pads = [1,1,1,1]> (x, w2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void movesZeroPaddingIntoTheConv() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[1,3,6,6,6] x) => (float[1,4,6,6,6] y) <float[4,3,3,3,3] w ~ normal(1),"
                + " int64[10] n = {0,0,1,1,1,0,0,1,1,1}> { p = Pad (x, n) y = Conv (p, w) }")
        .into(
            "g (float[1,3,6,6,6] x) => (float[1,4,6,6,6] y)"
                + " { y = Conv <pads = [1,1,1,1,1,1]> (x, w2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void mergesMatrixProductsAndBatchNorm() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[2,6] x) => (float[2,4] y) <float[6,4] w ~ normal(1), float[4] c ~ normal(7), "
                + NORM
                + "> { p = MatMul (x, w) q = Add (p, c) y = BatchNormalization (q, s, b, m, v) }")
        .into("g (float[2,6] x) => (float[2,4] y) { y = Gemm <transB = 1> (x, w2, b2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void copiesASharedWeight() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[1,3,8,8] x) => (float[1,4,6,6] y, float[1,4,6,6] z)"
                + " <float[4,3,3,3] w ~ normal(1), "
                + NORM
                + "> { z = Conv (x, w) r = Relu (x) c = Conv (r, w)"
                + " y = BatchNormalization (c, s, b, m, v) }")
        .into(
            "g (float[1,3,8,8] x) => (float[1,4,6,6] y, float[1,4,6,6] z)"
                + " { z = Conv (x, w) r = Relu (x) y = Conv (r, w2, b2) }")
        .keepingNumbersWithin(1e-6);
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

  /** One convolution moves more weights and computes less; which counts depends on the machine. */
  @Test
  void theMachineDecidesWhetherItPays() {
    String bottleneck =
        "g (float[1,512,5,5] x) => (float[1,512,3,3] y)"
            + " <float[140,512,1,1] a ~ normal(1, 0.1), float[512,140,1,1] c ~ normal(2, 0.1)>"
            + " { t = Conv (x, a) y = Conv <strides = [2,2]> (t, c) }";
    rewriting(new FoldAffineRegion()).on(Target.GENERIC).declines(bottleneck, Reason.NO_GAIN);
    rewriting(new FoldAffineRegion())
        .on(Target.ARM64)
        .turns(bottleneck)
        .into(
            "g (float[1,512,5,5] x) => (float[1,512,3,3] y)"
                + " { y = Conv <strides = [2,2]> (x, w2) }")
        .keepingNumbersWithin(1e-5);
  }

  @Test
  void tellsTheFiguresThatItChoseBy() {
    Model model =
        ModelText.parse(
            "g (float[1,3,8,8] x) => (float[1,4,6,6] y) <float[3,3,1,1] p ~ normal(1),"
                + " float[4,3,3,3] w ~ normal(2), float[4,4,1,1] q ~ normal(3)>"
                + " { a = Conv (x, p) c = Conv (a, w) y = Conv (c, q) }");
    Report report =
        Driver.run(
            model,
            List.of(
                new Pass.Local(
                    "test", Pass.Order.LAST_NODE_FIRST, List.of(new FoldAffineRegion()))),
            Driver.Options.defaults());

    Choice choice = report.passes().getFirst().folds().getFirst().choice();
    Estimate chosen = choice.chosen().orElseThrow();
    Estimate rejected = choice.rejected().orElseThrow();
    assertEquals("x", chosen.source());
    assertEquals(3, chosen.nodes());
    assertEquals(64 * 9 + 36 * 4 * 27 + 36 * 16, chosen.before().macs());
    assertEquals(36 * 4 * 27, chosen.after().macs());
    assertEquals(4 * (3 * 64 + 4 * 36 + 4 * 27), chosen.after().bytes());
    assertEquals("a", rejected.source());
    assertTrue(chosen.saved() > rejected.saved());
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
