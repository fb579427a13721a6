package dev.repfuse.pass.fold;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;

/** Axes that are moved and moved back between linear operators. */
final class MoveRuleTest {
  private static final String NORM =
      "float[5] s ~ uniform(2, 0.5, 1.5), float[5] b ~ normal(3), float[5] m ~ normal(4),"
          + " float[5] v ~ variance(5)";

  @Test
  void foldsABatchNormBehindAProductThroughRows() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[N,7,3] x) => (float[N,7,5] y) <float[3,5] w ~ normal(1), "
                + NORM
                + "> { c = MatMul (x, w) f = Flatten <axis = 2> (c)"
                + " n = BatchNormalization (f, s, b, m, v) t = Shape (c) y = Reshape (n, t) }")
        .into("g (float[N,7,3] x) => (float[N,7,5] y) { c = MatMul (x, w2) y = Add (c, b2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void foldsABatchNormBetweenTwoTransposes() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[2,7,3] x) => (float[2,7,5] y) <float[3,5] w ~ normal(1), "
                + NORM
                + "> { c = MatMul (x, w) t = Transpose <perm = [0,2,1]> (c)"
                + " n = BatchNormalization (t, s, b, m, v)"
                + " y = Transpose <perm = [0,2,1]> (n) }")
        .into("g (float[2,7,3] x) => (float[2,7,5] y) { c = MatMul (x, w2) y = Add (c, b2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void makesAConvOfAProductOverTheLastAxis() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[1,3,8,8] x) => (float[1,5,8,8] y)"
                + " <float[3,5] w ~ normal(1), float[5] b ~ normal(2)>"
                + "{ a = Transpose <perm = [0,2,3,1]> (x) c = MatMul (a, w) d = Add (c, b)"
                + " y = Transpose <perm = [0,3,1,2]> (d) }")
        .into("g (float[1,3,8,8] x) => (float[1,5,8,8] y) { y = Conv (x, w2, b2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void keepsAxesThatStayMoved() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,5,8,8] x) => (float[1,8,5,8] y) <float[5,5,1,1] w ~ normal(1)>"
                + "{ c = Conv (x, w) y = Transpose <perm = [0,2,1,3]> (c) }",
            Reason.MOVED_AXES);
  }

  @Test
  void keepsABatchNormOverAnotherAxis() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,5,5,8] x) => (float[1,5,5,8] y) <float[5,5,1,1] w ~ normal(1), "
                + NORM
                + "> { c = Conv (x, w) t = Transpose <perm = [0,2,1,3]> (c)"
                + " y = BatchNormalization (t, s, b, m, v) }",
            Reason.NOT_PER_CHANNEL);
  }
}
