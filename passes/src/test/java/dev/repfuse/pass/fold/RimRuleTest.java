package dev.repfuse.pass.fold;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;

/** Borders that are padded and then overwritten with the value's own bias. */
final class RimRuleTest {

  /**
   * A 1×1 convolution whose 5×5 result gets a rim of one, written row by row and column by column.
   */
  private static String block(String border, String rows) {
    return "g (float[1,2,5,5] x) => (float[1,3,5,5] y)"
        + " <float[2,2,1,1] p ~ normal(1), float[2] b = {0.5,-2}, float[3,2,3,3] w ~ normal(2),"
        + " int64[8] pads = {0,0,1,1,0,0,1,1}, float[2,1,1] r = "
        + border
        + ", int64[4] row = {1,2,1,7}, int64[4] column = {1,2,7,1},"
        + " int64[1] last = {-1}, int64[1,1,1,1] n = {0}, int64[2,1,1] c = {0,1},"
        + " int64[7,1] h = {0,1,2,3,4,5,6}, int64[7] v = {0,1,2,3,4,5,6},"
        + " int64[1,1] top = {0}, int64[1,1] bottom = "
        + rows
        + ", int64[1] left = {0}, int64[1] right = {6}>"
        + "{ a = Conv (x, p, b) q = Pad (a, pads)"
        + write("q", "t", "row", "top", "v")
        + write("t", "u", "row", "bottom", "v")
        + write("u", "s", "column", "h", "left")
        + write("s", "z", "column", "h", "right")
        + " y = Conv (z, w) }";
  }

  private static String write(String from, String to, String shape, String h, String v) {
    StringBuilder text = new StringBuilder();
    StringBuilder parts = new StringBuilder();
    for (String axis : new String[] {"n", "c", h, v}) {
      String name = to + "_" + axis;
      text.append(
          " %s = Expand (%s, %s) %sl = Unsqueeze (%s, last)"
              .formatted(name, axis, shape, name, name));
      parts.append(parts.isEmpty() ? "" : ", ").append(name).append('l');
    }
    return text
        + " %s_index = Concat <axis = -1> (%s) %s_rim = Expand (r, %s)"
            .formatted(to, parts, to, shape)
        + " %s = ScatterND (%s, %s_index, %s_rim)".formatted(to, from, to, to);
  }

  @Test
  void continuesTheFormulaIntoTheBorder() {
    rewriting(new FoldAffineRegion())
        .turns(block("{0.5,-2}", "{6}"))
        .into(
            "g (float[1,2,5,5] x) => (float[1,3,5,5] y)"
                + " { y = Conv <pads = [1,1,1,1]> (x, w2, b2) }")
        .keepingNumbersWithin(1e-6);
  }

  @Test
  void keepsABorderThatIsNotTheBias() {
    rewriting(new FoldAffineRegion()).declines(block("{0.5,-1}", "{6}"), Reason.PAD_VALUE);
  }

  @Test
  void keepsABorderThatIsWrittenInPart() {
    rewriting(new FoldAffineRegion()).declines(block("{0.5,-2}", "{0}"), Reason.ALREADY_ONE);
  }

  @Test
  void keepsAWriteInsideOfTheBorder() {
    rewriting(new FoldAffineRegion()).declines(block("{0.5,-2}", "{5}"), Reason.ALREADY_ONE);
  }
}
