package dev.repfuse.pass.fold;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;

/** A bias that a padded convolution sees as zero outside, put right by a constant map. */
final class BorderMapTest {
  private static final String WEIGHTS =
      "<float[8,8,1,1] p ~ normal(1), float[8] b ~ normal(2), float[8,8,3,3] w ~ normal(3, 0.1)>";

  @Test
  void addsAMapWhereTheSizeIsKnown() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[N,8,6,7] x) => (float[N,8,6,7] y) "
                + WEIGHTS
                + "{ a = Conv (x, p, b) y = Conv <pads = [1,1,1,1]> (a, w) }")
        .into(
            "g (float[N,8,6,7] x) => (float[N,8,6,7] y)"
                + "{ a = Conv <pads = [1,1,1,1]> (x, w2, b2) y = Add (a, map) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void carriesTheMapThroughScalesStridesAndASecondPaddedMap() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[1,8,7,6] x) => (float[1,8,4,4] y)"
                + " <float[8,8,1,1] p ~ normal(1), float[8] b ~ normal(2),"
                + " float[8,1,1] k ~ uniform(4, 0.5, 2), float[8,8,1,1] q ~ normal(5),"
                + " float[8] c ~ normal(6), float[8,8,3,3] w ~ normal(3, 0.1)>"
                + "{ a = Conv <pads = [1,0,0,1]> (x, p, b) s = Mul (a, k)"
                + " t = Conv <pads = [1,1,1,1]> (s, q, c)"
                + " y = Conv <strides = [2,2]> (t, w) }")
        .into(
            "g (float[1,8,7,6] x) => (float[1,8,4,4] y)"
                + "{ a = Conv <strides = [2,2], pads = [2,1,1,2]> (x, w2, b2)"
                + " y = Add (a, map) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void declinesWhereTheSizeIsNotKnown() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[N,8,H,W] x) => (float[N,8,H,W] y) "
                + WEIGHTS
                + "{ a = Conv (x, p, b) y = Conv <pads = [1,1,1,1]> (a, w) }",
            Reason.BIAS_UNDER_PADDING);
  }

  @Test
  void declinesWhereTheMapCostsMoreThanItSaves() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,8,6,7] x) => (float[1,8,6,7] y)"
                + " <float[8] s ~ uniform(2, 0.5, 1.5), float[8] b ~ normal(3),"
                + " float[8] m ~ normal(4), float[8] v ~ variance(5),"
                + " float[8,8,3,3] w ~ normal(3)>"
                + "{ a = BatchNormalization (x, s, b, m, v)"
                + " y = Conv <pads = [1,1,1,1]> (a, w) }",
            Reason.BIAS_UNDER_PADDING);
  }
}
