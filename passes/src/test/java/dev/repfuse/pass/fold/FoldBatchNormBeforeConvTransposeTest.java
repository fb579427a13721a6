package dev.repfuse.pass.fold;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;

final class FoldBatchNormBeforeConvTransposeTest {
  @Test
  void foldsScaleAndShiftWhereEveryTapSeesTheSameShare() {
    rewriting(new FoldBatchNormBeforeConvTranspose(FoldPolicy.STANDARD))
        .turns(
            "g (float[1,4,5,5] x) => (float[1,6,5,5] y) <float[4,6,1,1] w ~ normal(1),"
                + " float[4] s ~ uniform(2, 0.5, 1.5), float[4] b ~ normal(3),"
                + " float[4] m ~ normal(4), float[4] v ~ variance(5)>"
                + " { c = BatchNormalization (x, s, b, m, v) y = ConvTranspose (c, w) }")
        .into("g (float[1,4,5,5] x) => (float[1,6,5,5] y) { y = ConvTranspose (x, w2, b2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void foldsAPureScaleUnderOverlappingWindows() {
    rewriting(new FoldBatchNormBeforeConvTranspose(FoldPolicy.STANDARD))
        .turns(
            "g (float[1,4,5,5] x) => (float[1,6,7,7] y) <float[4,6,3,3] w ~ normal(1),"
                + " float[4] s ~ uniform(2, 0.5, 1.5), float[4] b ~ constant(0),"
                + " float[4] m ~ constant(0), float[4] v ~ variance(5)>"
                + " { c = BatchNormalization (x, s, b, m, v) y = ConvTranspose (c, w) }")
        .into("g (float[1,4,5,5] x) => (float[1,6,7,7] y) { y = ConvTranspose (x, w2, b2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void declinesAShiftUnderOverlappingWindows() {
    rewriting(new FoldBatchNormBeforeConvTranspose(FoldPolicy.STANDARD))
        .declines(
            "g (float[1,4,5,5] x) => (float[1,6,7,7] y) <float[4,6,3,3] w ~ normal(1),"
                + " float[4] s ~ uniform(2, 0.5, 1.5), float[4] b ~ normal(3),"
                + " float[4] m ~ normal(4), float[4] v ~ variance(5)>"
                + " { c = BatchNormalization (x, s, b, m, v) y = ConvTranspose (c, w) }",
            Reason.OVERLAPPING_WINDOWS);
  }
}
