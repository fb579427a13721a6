package dev.repfuse.pass.prune;

import static dev.repfuse.pass.prune.Narrowing.narrowing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Channels of whole, if small, networks. */
final class NetworkTest {
  private static final String CHAIN =
      "g (float[1,3,6,6] x) => (float[1,2,6,6] y) <float[4,3,3,3] v ~ normal(1), float[4] b ~"
          + " normal(2), float[2,4,1,1] w ~ normal(3)>"
          + " { c = Conv <pads = [1,1,1,1]> (x, v, b) r = Relu (c) y = Conv (r, w) }";

  @Test
  void narrowsWhatLiesBetweenTwoConvolutions() {
    narrowing(CHAIN)
        .dropping("c", 1, 3)
        .gives(
            "g (float[1,3,6,6] x) => (float[1,2,6,6] y)"
                + " { c = Conv <pads = [1,1,1,1]> (x, v, b) r = Relu (c) y = Conv (r, w) }")
        .exactly();
  }

  @Test
  void keepsWhatCallersSee() {
    assertEquals("graph input 'x': callers give it", narrowing(CHAIN).pinOf("v", 1));
    assertEquals("graph output 'y': callers read it", narrowing(CHAIN).pinOf("w", 0));
  }

  @Test
  void tiesTheBranchesOfASum() {
    String text =
        "g (float[1,3,6,6] x) => (float[1,2,6,6] y) <float[4,3,1,1] u ~ normal(1), float[4,4,3,3] v"
            + " ~ normal(2), float[2,4,1,1] w ~ normal(3)> { a = Conv (x, u) b = Conv <pads ="
            + " [1,1,1,1]> (a, v) s = Add (a, b) y = Conv (s, w) }";
    assertEquals(4, narrowing(text).groupOf("a").size());
    narrowing(text).dropping("a", 0, 2).exactly();
  }

  @Test
  void dropsDepthwiseGroupsAsAWhole() {
    narrowing(
            "g (float[1,3,6,6] x) => (float[1,2,4,4] y) <float[4,3,1,1] u ~ normal(1),"
                + " float[8,1,3,3] v ~ normal(2), float[2,8,1,1] w ~ normal(3)> { a = Conv (x, u) b"
                + " = Conv <group = 4> (a, v) y = Conv (b, w) }")
        .dropping("a", 1)
        .gives(
            "g (float[1,3,6,6] x) => (float[1,2,4,4] y)"
                + " { a = Conv (x, u) b = Conv <group = 3> (a, v) y = Conv (b, w) }")
        .exactly();
  }

  /** ONNX Runtime's own convolutions, with an activation and with something that is added. */
  @Test
  void narrowsFusedConvolutions() {
    narrowing(
            """
            <ir_version: 8, opset_import: ["" : 17, "com.microsoft" : 1]>
            g (float[1,3,6,6] x) => (float[1,2,6,6] y)
            <float[4,3,1,1] u ~ normal(1), float[4,1,3,3] v ~ normal(2), float[4] b ~ normal(3),
             float[4,4,1,1] t ~ normal(4), float[2,4,1,1] w ~ normal(5)>
            { a = com.microsoft.FusedConv <activation = "Relu"> (x, u)
              c = com.microsoft.FusedConv <activation = "Relu", group = 4, pads = [1,1,1,1]> (a, v, b)
              d = com.microsoft.FusedConv <activation = "Relu"> (c, t, , a) y = Conv (d, w) }
            """)
        .dropping("u", 1, 2)
        .exactly();
  }

  @Test
  void keepsGroupsEquallyLarge() {
    String text =
        "g (float[1,3,6,6] x) => (float[1,2,4,4] y) <float[4,3,1,1] u ~ normal(1), float[6,2,3,3] v"
            + " ~ normal(2), float[2,6,1,1] w ~ normal(3)> { a = Conv (x, u) b = Conv <group = 2>"
            + " (a, v) y = Conv (b, w) }";
    assertEquals(2, narrowing(text).groupOf("a").size());
    assertEquals(3, narrowing(text).groupOf("w").size());
    narrowing(text).dropping("a", 1).dropping("w", 0, 2).exactly();
  }

  @Test
  void narrowsPartsOfAConcatOneByOne() {
    String text =
        "g (float[1,3,6,6] x) => (float[1,2,6,6] y) <float[4,3,1,1] u ~ normal(1), float[5,3,1,1] v"
            + " ~ normal(2), float[2,9,1,1] w ~ normal(3)> { a = Conv (x, u) b = Conv (x, v) c ="
            + " Concat <axis = 1> (a, b) y = Conv (c, w) }";
    narrowing(text).dropping("a", 0, 3).dropping("b", 1).exactly();
  }

  @Test
  void followsASplit() {
    narrowing(
            "g (float[1,3,6,6] x) => (float[1,2,6,6] y, float[1,2,6,6] z) <float[7,3,1,1] u ~"
                + " normal(1), float[2,4,1,1] v ~ normal(2), float[2,3,1,1] w ~ normal(3), int64[2]"
                + " s = {4,3}> { a = Conv (x, u) p, q = Split <axis = 1> (a, s) y = Conv (p, v) z ="
                + " Conv (q, w) }")
        .dropping("p", 0, 1)
        .dropping("q", 2)
        .exactly();
  }

  @Test
  void givesSizesToASplitIntoEqualParts() {
    narrowing(
            "<ir_version: 8, opset_import: [\"\" : 18]> g (float[1,3,6,6] x) => (float[1,2,6,6] y,"
                + " float[1,2,6,6] z) <float[8,3,1,1] u ~ normal(1), float[2,4,1,1] v ~ normal(2),"
                + " float[2,4,1,1] w ~ normal(3)> { a = Conv (x, u) p, q = Split <axis = 1,"
                + " num_outputs = 2> (a) y = Conv (p, v) z = Conv (q, w) }")
        .dropping("p", 0)
        .exactly();
  }

  @Test
  void keepsExtentsThatAreReadWithGaps() {
    String text =
        "g (float[N,3,4,4] x) => (float[N,2,4,4] y, int64[2] n) <float[6,3,1,1] u ~ normal(1),"
            + " float[2,6,1,1] v ~ normal(2), int64[1] s = {1}, int64[1] e = {4}, int64[1] o = {0},"
            + " int64[1] d = {2}> { a = Conv (x, u) y = Conv (a, v) t = Transpose <perm ="
            + " [0,2,3,1]> (a) h = Shape (t) n = Slice (h, s, e, o, d) }";
    assertTrue(narrowing(text).pinOf("u", 0).contains("read as a number"));
  }

  @Test
  void keepsAnExtentThatIsReadFromTheEndOfAPartOfAShape() {
    String text =
        "<ir_version: 8, opset_import: [\"\" : 17]> g (float[N,3,4,4] x) => (float[N,2,4,4] y, int64"
            + " n) <float[6,3,1,1] u ~ normal(1), float[2,6,1,1] v ~ normal(2), int64 i = {-1}> { a ="
            + " Conv (x, u) y = Conv (a, v) h = Shape <start = 0, end = 2> (a) n = Gather (h, i) }";
    assertTrue(narrowing(text).pinOf("u", 0).contains("read as a number"));
  }

  @Test
  void followsASlice() {
    narrowing(
            "g (float[1,3,6,6] x) => (float[1,2,6,6] y) <float[7,3,1,1] u ~ normal(1),"
                + " float[2,3,1,1] v ~ normal(2), int64[1] s = {2}, int64[1] e = {-2}, int64[1] d ="
                + " {1}> { a = Conv (x, u) p = Slice (a, s, e, d) y = Conv (p, v) }")
        .dropping("p", 1)
        .exactly();
  }

  @Test
  void followsAChannelShuffle() {
    String text =
        "g (float[N,3,4,4] x) => (float[N,2,4,4] y) <float[6,3,1,1] u ~ normal(1), float[2,6,1,1] v"
            + " ~ normal(2), int64[5] s = {0,2,3,4,4}, int64[4] t = {0,6,4,4}> { a = Conv (x, u) b ="
            + " Reshape (a, s) c = Transpose <perm = [0,2,1,3,4]> (b) d = Reshape (c, t) y = Conv"
            + " (d, v) }";
    assertEquals(3, narrowing(text).groupOf("a").size());
    narrowing(text).dropping("a", 1).exactly();
  }

  @Test
  void dropsGroupsOfANormalizationAsAWhole() {
    String text =
        "g (float[N,3,4,4] x) => (float[N,2,4,4] y) <float[6,3,1,1] u ~ normal(1), float[3] k ~"
            + " normal(2), float[3] h ~ normal(3), float[2,6,1,1] v ~ normal(4), int64[3] s ="
            + " {0,3,-1}> { a = Conv (x, u) b = Reshape (a, s) c = InstanceNormalization (b, k, h) d"
            + " = Shape (a) e = Reshape (c, d) y = Conv (e, v) }";
    assertEquals(3, narrowing(text).groupOf("a").size());
    narrowing(text).dropping("a", 1).exactly();
  }

  @Test
  void takesHeadsOfAnAttentionAsAtoms() {
    String text =
        "g (float[1,5,8] x) => (float[1,5,8] y) <float[8,8] q ~ normal(1), float[8,8] k ~"
            + " normal(2), float[8,8] v ~ normal(3), float[8,8] o ~ normal(4), int64[4] s ="
            + " {0,5,4,2}, int64[3] t = {0,5,8}> { a = MatMul (x, q) b = MatMul (x, k) c = MatMul"
            + " (x, v) d = Reshape (a, s) e = Reshape (b, s) f = Reshape (c, s) h = Transpose <perm"
            + " = [0,2,1,3]> (d) i = Transpose <perm = [0,2,3,1]> (e) j = Transpose <perm ="
            + " [0,2,1,3]> (f) l = MatMul (h, i) m = Softmax <axis = -1> (l) n = MatMul (m, j) p ="
            + " Transpose <perm = [0,2,1,3]> (n) r = Reshape (p, t) y = MatMul (r, o) }";
    assertEquals(4, narrowing(text).groupOf("q").size());
    narrowing(text).dropping("q", 0, 2).exactly();
  }

  @Test
  void keepsWhatIsNormalizedTogether() {
    String text =
        "g (float[1,5,8] x) => (float[1,5,2] y) <float[8,6] u ~ normal(1), float[6] k ~ normal(2),"
            + " float[6,2] v ~ normal(3)> { a = MatMul (x, u) b = LayerNormalization (a, k) y ="
            + " MatMul (b, v) }";
    assertTrue(narrowing(text).pinOf("u", 1).contains("statistics"));
  }

  @Test
  void keepsWhatAnUnknownOperatorReads() {
    String text =
        "<ir_version: 8, opset_import: [\"\" : 17, \"their.own\" : 1]> g (float[1,3,6,6] x) =>"
            + " (float[1,2,6,6] y) <float[4,3,1,1] u ~ normal(1), float[2,4,1,1] w ~ normal(3)> { a ="
            + " Conv (x, u) b = their.own.Odd (a) y = Conv (a, w) }";
    assertTrue(narrowing(text).pinOf("u", 0).contains("Odd"));
  }

  @Test
  void refusesToEmptyALayer() {
    assertThrows(
        PruningException.class, () -> narrowing(CHAIN).dropping("c", 0, 1, 2, 3).exactly());
  }
}
