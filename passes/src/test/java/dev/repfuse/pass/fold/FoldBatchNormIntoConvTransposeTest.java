package dev.repfuse.pass.fold;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;

final class FoldBatchNormIntoConvTransposeTest {
  private static final String NORM =
      "float[6] s ~ uniform(2, 0.5, 1.5), float[6] b ~ normal(3), float[6] m ~ normal(4),"
          + " float[6] v ~ variance(5)";

  @Test
  void scalesOutputChannelsWithinEachGroup() {
    rewriting(new FoldBatchNormIntoConvTranspose(FoldPolicy.STANDARD))
        .turns(
            "g (float[1,4,5,5] x) => (float[1,6,10,10] y) <float[4,3,2,2] w ~ normal(1), "
                + NORM
                + "> { c = ConvTranspose <group = 2, strides = [2,2]> (x, w)"
                + " y = BatchNormalization (c, s, b, m, v) }")
        .into(
            "g (float[1,4,5,5] x) => (float[1,6,10,10] y)"
                + " { y = ConvTranspose <group = 2, strides = [2,2]> (x, w2, b2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void declinesWhenTheValueIsReadElsewhere() {
    rewriting(new FoldBatchNormIntoConvTranspose(FoldPolicy.STANDARD))
        .declines(
            "g (float[1,4,5,5] x) => (float[1,6,6,6] y, float[1,6,6,6] c)"
                + " <float[4,6,2,2] w ~ normal(1), "
                + NORM
                + "> { c = ConvTranspose (x, w) y = BatchNormalization (c, s, b, m, v) }",
            Reason.READ_ELSEWHERE);
  }
}
