package dev.repfuse.pass.prune;

import static dev.repfuse.pass.prune.Narrowing.narrowing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Channels in front of and behind a Resize. */
final class ResizeTiesTest {
  private static String text(String constants, String resize, int opset) {
    return """
    <ir_version: 8, opset_import: ["" : %d]>
    g (float[1,3,4,4] x) => (float[1,2,8,8] y)
    <float[4,3,1,1] v ~ normal(1), float[2,4,1,1] w ~ normal(2), %s>
    { a = Conv (x, v) b = %s y = Conv (b, w) }
    """
        .formatted(opset, constants, resize);
  }

  @Test
  void scalesOfOnePass() {
    narrowing(text("float[4] s = {1, 1, 2, 2}", "Resize <mode = \"linear\"> (a, , s)", 13))
        .dropping("a", 1, 2)
        .exactly();
    narrowing(text("float[4] s = {1, 1, 2, 2}", "Upsample (a, s)", 9)).dropping("a", 0).exactly();
  }

  @Test
  void sizesFollow() {
    narrowing(text("int64[4] s = {1, 4, 8, 8}", "Resize <mode = \"linear\"> (a, , , s)", 13))
        .dropping("a", 1, 2)
        .gives(text("int64[4] s = {1, 2, 8, 8}", "Resize <mode = \"linear\"> (a, , , s)", 13))
        .exactly();
  }

  @Test
  void axesThatAreNotListedPass() {
    narrowing(
            text(
                "int64[2] s = {8, 8}", "Resize <mode = \"linear\", axes = [2, -1]> (a, , , s)", 18))
        .dropping("a", 1, 2)
        .exactly();
    narrowing(
            text(
                "int64[3] s = {8, 4, 8}",
                "Resize <mode = \"linear\", axes = [2, 1, 3]> (a, , , s)",
                18))
        .dropping("a", 3)
        .exactly();
  }

  /** Four channels times 1.1 are four, at other places. */
  @Test
  void nearlyOneStays() {
    assertEquals(
        "Resize 'b': it is resampled",
        narrowing(text("float[4] s = {1, 1.1, 2, 2}", "Resize (a, , s)", 13)).pinOf("v", 0));
  }

  @Test
  void aCropStays() {
    assertEquals(
        "Resize 'b': it is resampled",
        narrowing(
                text(
                    "float[8] r = {0, 0.5, 0, 0, 1, 1, 1, 1}, int64[4] s = {1, 4, 8, 8}",
                    "Resize <coordinate_transformation_mode = \"tf_crop_and_resize\"> (a, r, , s)",
                    13))
            .pinOf("v", 0));
  }
}
