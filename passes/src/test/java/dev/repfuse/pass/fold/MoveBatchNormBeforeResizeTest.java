package dev.repfuse.pass.fold;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;

/** BatchNormalization and Resize change places. */
final class MoveBatchNormBeforeResizeTest {
  private static String model(String channels, String resize, String scales, String before) {
    return "g (float[1,3,8,8] x) => (float[1,"
        + channels
        + ",16,16] y) <float[4,3,3,3] w ~ normal(1), float["
        + channels
        + "] s ~ uniform(2, 0.5, 1.5), float["
        + channels
        + "] b ~ normal(3), float["
        + channels
        + "] m ~ normal(4), float["
        + channels
        + "] v ~ variance(5), float[4] k = "
        + scales
        + "> { c = Conv <pads = [1,1,1,1]> (x, w) "
        + before
        + " r = Resize <"
        + resize
        + "> (c, \"\", k) y = BatchNormalization (r, s, b, m, v) }";
  }

  @Test
  void foldsThroughANearestResize() {
    rewriting(new FoldAffineRegion(), new MoveBatchNormBeforeResize())
        .turns(model("4", "mode = \"nearest\"", "{1,1,2,2}", ""))
        .into(
            "g (float[1,3,8,8] x) => (float[1,4,16,16] y)"
                + " { c = Conv <pads = [1,1,1,1]> (x, w2, b2)"
                + " y = Resize <mode = \"nearest\"> (c, \"\", k) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void foldsThroughACubicResize() {
    rewriting(new FoldAffineRegion(), new MoveBatchNormBeforeResize())
        .turns(model("4", "mode = \"cubic\"", "{1,1,2,2}", ""))
        .into(
            "g (float[1,3,8,8] x) => (float[1,4,16,16] y)"
                + " { c = Conv <pads = [1,1,1,1]> (x, w2, b2)"
                + " y = Resize <mode = \"cubic\"> (c, \"\", k) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void keepsAResizeOfChannels() {
    rewriting(new MoveBatchNormBeforeResize())
        .declines(model("8", "mode = \"nearest\"", "{1,2,2,2}", ""), Reason.UNKNOWN_SHAPE);
  }

  @Test
  void keepsAResizeWhoseSourceIsReadElsewhere() {
    rewriting(new MoveBatchNormBeforeResize())
        .declines(
            model("4", "mode = \"nearest\"", "{1,1,2,2}", "z = Relu (c)")
                .replace("16] y)", "16] y, float[1,4,8,8] z)"),
            Reason.READ_ELSEWHERE);
  }
}
