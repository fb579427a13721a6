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
}
