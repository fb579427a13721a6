package dev.repfuse.pass.fold;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;

/** Rules A6 and A7: channels that are joined, taken apart and reordered. */
final class ChannelRulesTest {
  private static final String HEAD = "g (float[1,4,8,8] x) => (float[1,6,8,8] y) ";

  @Test
  void stacksConvolutionsUnderAConcat() {
    rewriting(new FoldAffineRegion())
        .turns(
            HEAD
                + "<float[2,4,3,3] v ~ normal(1), float[4,4,3,3] w ~ normal(2), float[4] b ~"
                + " normal(3)>"
                + "{ a = Conv <pads = [1,1,1,1]> (x, v) c = Conv <pads = [1,1,1,1]> (x, w, b)"
                + " y = Concat <axis = 1> (a, c) }")
        .into(HEAD + "{ y = Conv <pads = [1,1,1,1]> (x, w2, b2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void makesGroupsOfSplitConvAndConcat() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[1,4,8,8] x) => (float[1,4,6,6] y)"
                + " <float[2,2,3,3] v ~ normal(1), float[2,2,3,3] w ~ normal(2)>"
                + "{ a, c = Split <axis = 1> (x) d = Conv (a, v) e = Conv (c, w)"
                + " y = Concat <axis = -3> (d, e) }")
        .into("g (float[1,4,8,8] x) => (float[1,4,6,6] y) { y = Conv <group = 2> (x, w2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void keepsHalvesThatAreCrossedWhereOneKernelWouldBeLarger() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,4,8,8] x) => (float[1,4,6,6] y)"
                + " <float[2,2,3,3] v ~ normal(1), float[2,2,3,3] w ~ normal(2)>"
                + "{ a, c = Split <axis = 1> (x) d = Conv (a, v) e = Conv (c, w)"
                + " y = Concat <axis = 1> (e, d) }",
            Reason.MORE_MACS);
  }

  @Test
  void reordersColumnsForAChannelShuffleBefore() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[1,6,8,8] x) => (float[1,2,8,8] y)"
                + " <float[2,6,1,1] w ~ normal(1), int64[5] s = {1,2,3,8,8},"
                + " int64[4] t = {1,6,8,8}>"
                + "{ a = Reshape (x, s) b = Transpose <perm = [0,2,1,3,4]> (a)"
                + " c = Reshape (b, t) y = Conv (c, w) }")
        .into("g (float[1,6,8,8] x) => (float[1,2,8,8] y) { y = Conv (x, w2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void copiesRowsForAGatherBehind() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[1,4,8,8] x) => (float[1,3,8,8] y)"
                + " <float[3,4,1,1] w ~ normal(1), float[3] b ~ normal(2), int64[3] i = {2,-3,2}>"
                + "{ c = Conv (x, w, b) y = Gather <axis = 1> (c, i) }")
        .into("g (float[1,4,8,8] x) => (float[1,3,8,8] y) { y = Conv (x, w2, b2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void takesEveryOtherChannelBackwards() {
    rewriting(new FoldAffineRegion())
        .turns(
            "g (float[1,4,8,8] x) => (float[1,2,8,8] y)"
                + " <float[4,4,1,1] w ~ normal(1), int64[1] s = {-1}, int64[1] e = {-9},"
                + " int64[1] a = {1}, int64[1] d = {-2}>"
                + "{ c = Conv (x, w) y = Slice (c, s, e, a, d) }")
        .into("g (float[1,4,8,8] x) => (float[1,2,8,8] y) { y = Conv (x, w2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void keepsAConcatOnHeight() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,4,8,8] x) => (float[1,4,16,8] y)"
                + " <float[4,4,1,1] v ~ normal(1), float[4,4,1,1] w ~ normal(2)>"
                + "{ a = Conv (x, v) c = Conv (x, w) y = Concat <axis = 2> (a, c) }",
            Reason.NOT_ON_CHANNELS);
  }

  @Test
  void keepsAConcatOfDifferentSources() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,4,8,8] x, float[1,4,8,8] z) => (float[1,8,8,8] y)"
                + " <float[4,4,1,1] v ~ normal(1), float[4,4,1,1] w ~ normal(2)>"
                + "{ a = Conv (x, v) c = Conv (z, w) y = Concat <axis = 1> (a, c) }",
            Reason.OTHER_SOURCES);
  }
}
