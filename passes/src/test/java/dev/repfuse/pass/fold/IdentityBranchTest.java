package dev.repfuse.pass.fold;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;

/** Identity branches that stay outside of the kernel. */
final class IdentityBranchTest {
  private static final String HEAD =
      "g (float[1,4,8,8] x) => (float[1,4,8,8] y) <float[4,4,3,3] w ~ normal(1, 0.1),"
          + " float[4,4,1,1] p ~ normal(2, 0.1), float[4] s ~ uniform(3, 0.5, 1.5),"
          + " float[4] b ~ normal(4), float[4] m ~ normal(5), float[4] v ~ variance(6)> ";
  private static final String BESIDE =
      "g (float[1,4,8,8] x) => (float[1,4,8,8] y)"
          + " { c = Conv <pads = [1,1,1,1]> (x, w2) y = Add (c, x) }";
  private static final String BESIDE_WITH_BIAS = BESIDE.replace("w2)", "w2, b2)");

  private static final String WIDE = "c = Conv <pads = [1,1,1,1]> (x, w) ";
  private static final String POINT = "d = Conv (x, p) ";

  private static FoldAffineRegion keeping() {
    return new FoldAffineRegion(new FoldPolicy(true, false, false));
  }

  @Test
  void foldsTheOtherBranches() {
    rewriting(keeping())
        .turns(HEAD + "{ " + WIDE + POINT + "e = Add (c, d) y = Add (e, x) }")
        .into(BESIDE)
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void findsTheSourceBetweenTheOtherBranches() {
    rewriting(keeping())
        .turns(
            HEAD
                + "{ "
                + WIDE
                + POINT
                + "n = BatchNormalization (d, s, b, m, v) e = Add (x, c) y = Add (e, n) }")
        .into(BESIDE_WITH_BIAS)
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void findsTheSourceInASum() {
    rewriting(keeping())
        .turns(HEAD + "{ " + WIDE + POINT + "y = Sum (c, x, d) }")
        .into(BESIDE)
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void foldsWhatIsBeforeTheSum() {
    rewriting(keeping())
        .turns(HEAD + "{ " + WIDE + "n = BatchNormalization (c, s, b, m, v) y = Add (n, x) }")
        .into(BESIDE_WITH_BIAS)
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void foldsABranchThatScalesTheSource() {
    rewriting(keeping())
        .turns(HEAD + "{ " + WIDE + "n = BatchNormalization (x, s, b, m, v) y = Add (c, n) }")
        .into(
            "g (float[1,4,8,8] x) => (float[1,4,8,8] y)"
                + " { y = Conv <pads = [1,1,1,1]> (x, w2, b2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void leavesASkipOfOneConvolution() {
    rewriting(keeping()).declines(HEAD + "{ " + WIDE + "y = Add (c, x) }", Reason.IDENTITY_KEPT);
    rewriting(keeping()).declines(HEAD + "{ " + WIDE + "y = Sub (c, x) }", Reason.IDENTITY_KEPT);
  }

  @Test
  void leavesASumThatIsScaledAfterwards() {
    rewriting(keeping())
        .declines(
            HEAD + "{ " + WIDE + "e = Add (c, x) y = BatchNormalization (e, s, b, m, v) }",
            Reason.IDENTITY_KEPT);
  }

  @Test
  void foldsItUnlessAsked() {
    rewriting(new FoldAffineRegion())
        .turns(HEAD + "{ " + WIDE + "y = Add (c, x) }")
        .into(
            "g (float[1,4,8,8] x) => (float[1,4,8,8] y)"
                + " { y = Conv <pads = [1,1,1,1]> (x, w2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void addsTheSourceBehindAMatrixProduct() {
    rewriting(keeping())
        .turns(
            "g (float[2,5,4] x) => (float[2,5,4] y) <float[4,4] w ~ normal(1),"
                + " float[4,4] p ~ normal(2), float[4] k ~ normal(3)>"
                + " { a = MatMul (x, w) h = Add (a, k) c = MatMul (x, p)"
                + " e = Add (h, c) y = Add (x, e) }")
        .into(
            "g (float[2,5,4] x) => (float[2,5,4] y)"
                + " { a = MatMul (x, w2) h = Add (a, k2) y = Add (h, x) }")
        .keepingNumbersWithin(1e-6);
  }
}
