package dev.repfuse.pass.fold;

import dev.repfuse.pass.Pipelines;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewriting;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Both ways to use features again: GhostNet's Concat and RepGhost's Add. */
final class GhostModuleTest {
  private static final String NORMS =
      "float[8] s ~ uniform(3, 0.5, 1.5), float[8] b ~ normal(4), float[8] m ~ normal(5),"
          + " float[8] u ~ variance(6)";

  private static Rewriting folding() {
    return Rewriting.running(List.of(Pipelines.fold()));
  }

  /** A cheap depthwise convolution gives the second half of the channels. */
  @Test
  void concatFormKeepsTheConcatInFrontOfAConvolution() {
    folding()
        .turns(
            "g (float[1,4,10,10] x) => (float[1,4,10,10] y) <float[8,4,1,1] p ~ normal(1),"
                + " float[8,1,3,3] d ~ normal(2), float[4,16,1,1] w ~ normal(7), "
                + NORMS
                + "> { c = Conv (x, p) n = BatchNormalization (c, s, b, m, u) r = Relu (n)"
                + " e = Conv <group = 8, pads = [1,1,1,1]> (r, d)"
                + " f = BatchNormalization (e, s, b, m, u) t = Relu (f)"
                + " j = Concat <axis = 1> (r, t) y = Conv (j, w) }")
        .into(
            "g (float[1,4,10,10] x) => (float[1,4,10,10] y) { c = Conv (x, p2, b2) r = Relu (c)"
                + " e = Conv <group = 8, pads = [1,1,1,1]> (r, d2, b3) t = Relu (e)"
                + " j = Concat <axis = 1> (r, t) y = Conv (j, w) }")
        .keepingNumbersWithin(1e-5);
  }

  /** Without an activation there is one source, but one kernel has twice the arithmetic. */
  @Test
  void concatFormWithoutActivationStaysCheap() {
    folding()
        .declines(
            "g (float[1,8,10,10] x) => (float[1,4,10,10] y) <float[8,1,3,3] d ~ normal(2),"
                + " float[4,16,1,1] w ~ normal(7)>"
                + " { r = Relu (x) e = Conv <group = 8, pads = [1,1,1,1]> (r, d)"
                + " j = Concat <axis = 1> (r, e) y = Conv (j, w) }",
            Reason.MORE_MACS);
  }

  /** The cheap convolution, its normalization and the identity's become one depthwise kernel. */
  @Test
  void addFormBecomesADepthwiseConvolution() {
    folding()
        .turns(
            "g (float[1,4,10,10] x) => (float[1,8,10,10] y) <float[8,4,1,1] p ~ normal(1),"
                + " float[8,1,3,3] d ~ normal(2), "
                + NORMS
                + "> { c = Conv (x, p) n = BatchNormalization (c, s, b, m, u) r = Relu (n)"
                + " e = Conv <group = 8, pads = [1,1,1,1]> (r, d)"
                + " f = BatchNormalization (e, s, b, m, u)"
                + " i = BatchNormalization (r, s, b, m, u) a = Add (f, i) y = Relu (a) }")
        .into(
            "g (float[1,4,10,10] x) => (float[1,8,10,10] y) { c = Conv (x, p2, b2) r = Relu (c)"
                + " e = Conv <group = 8, pads = [1,1,1,1]> (r, d2, b3) y = Relu (e) }")
        .keepingNumbersWithin(1e-5);
  }
}
