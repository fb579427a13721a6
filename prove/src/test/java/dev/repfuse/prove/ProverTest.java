package dev.repfuse.prove;

import static dev.repfuse.prove.ModelPairs.conv;
import static dev.repfuse.prove.ModelPairs.graph;
import static dev.repfuse.prove.ModelPairs.proved;
import static dev.repfuse.prove.ModelPairs.refuted;
import static dev.repfuse.prove.ModelPairs.sampled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Affine regions that are the same function, and regions that are not quite. */
final class ProverTest {
  private static final String IDENTITY_3X3 =
      "float[2,2,3,3] w = {0,0,0,0,1,0,0,0,0, 0,0,0,0,0,0,0,0,0,"
          + " 0,0,0,0,0,0,0,0,0, 0,0,0,0,1,0,0,0,0}";

  @Test
  void anIdentityIsAConvolutionWithADeltaKernel() {
    Proof.Proved proved =
        proved(graph("", "t = Identity (x) y = Neg (t)"), graph("", "y = Neg (x)"));
    assertEquals(Bound.EXACT, proved.bound());

    String doubled = graph("float[2,2,3,3] w ~ normal(1)", "y = Add (x, x)");
    String folded = conv(IDENTITY_3X3.replace("1,", "2,"));
    assertEquals(new Bound(0, 0, 0), proved(doubled, folded).bound());
  }

  @Test
  void oneWrongTapThatOnlyABorderShows() {
    // The original pads the value behind its shift; the result forgets that at the first row.
    String original =
        graph(
            "float[1,2,1,1] b = {0.5,0.25}, "
                + IDENTITY_3X3.replace("0,1,0,0,0,0}", "0,1,0,0,1,0}"),
            "t = Add (x, b) y = Conv <pads = [1,1,1,1]> (t, w)");
    String result =
        graph(
            "float[2] c = {0.5,0.5}, " + IDENTITY_3X3.replace("0,1,0,0,0,0}", "0,1,0,0,1,0}"),
            "y = Conv <pads = [1,1,1,1]> (x, w, c)");

    Impulse impulse = refuted(original, result);

    assertEquals(Optional.empty(), impulse.source());
    assertEquals(1, impulse.output().get(1));
    assertEquals(0.25, impulse.original(), 0);
    assertEquals(0.5, impulse.result(), 0);
  }

  @Test
  void oneWrongCoefficient() {
    String right = "float[2,2,3,3] w ~ range(1, 1)";
    String off = "float[2,2,3,3] w = {" + numbers(36, 25, 26.026) + "}";

    Impulse impulse = refuted(conv(right), conv(off));

    assertEquals(Optional.of("x"), impulse.source());
    // Weight 25 is output channel 1, input channel 0, tap (2, 1): the row below.
    assertEquals(0, impulse.position().get(1));
    assertEquals(1, impulse.output().get(1));
    assertEquals(impulse.position().get(2) - 1, impulse.output().get(2));
    assertEquals(impulse.position().get(3), impulse.output().get(3));
    assertEquals(26, impulse.original(), 0);
    assertEquals(26.026, impulse.result(), 1e-5);
  }

  private static String numbers(int count, int at, double instead) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",").append(i == at ? instead : i + 1.0);
    }
    return text.toString();
  }

  @Test
  void roundingOnceIsWithinTheBound() {
    String original =
        graph(
            "float[2,2,3,3] w ~ normal(1), float[2,1,1] s = {0.1,0.3}",
            "t = Conv <pads = [1,1,1,1]> (x, w) y = Mul (t, s)");
    Bound bound = proved(original, original.replace("y = Mul (t, s)", "y = Mul (s, t)")).bound();
    assertEquals(0, bound.units(), 0);
  }

  @Test
  void swappedChannels() {
    String original = graph("", "y = Identity (x)").replace("y = Identity", "y = Neg");
    String result = graph("int64[2] i = {1,0}", "t = Gather <axis = 1> (x, i) y = Neg (t)");

    Impulse impulse = refuted(original, result);

    assertEquals(0, impulse.position().get(1));
    assertEquals(-1, impulse.original() + impulse.result(), 0);
  }

  @Test
  void groupsMixedUp() {
    String original = graph("float[2,1,1,1] w = {2,3}", "y = Conv <group = 2> (x, w)");
    String result = graph("float[2,2,1,1] w = {2,0,3,0}", "y = Conv (x, w)");

    Impulse impulse = refuted(original, result);

    assertEquals(1, impulse.output().get(1));
  }

  @Test
  void eachRowOfAProductMayHaveABiasOfItsOwn() {
    String original =
        "g (float[3,2] x) => (float[3,2] y) <float[2,2] w = {1,2,3,4}, float[3,2] c = {1,2,3,4,5,6}>"
            + " { y = Gemm (x, w, c) }";
    String result = original.replace("y = Gemm (x, w, c)", "t = MatMul (x, w) y = Add (t, c)");

    proved(original, result);
    refuted(original, result.replace("{1,2,3,4,5,6}", "{1,2,3,4,5,7}"));
  }

  @Test
  void operatorsOfOldVersionsMeanOtherThings() {
    String original =
        "<ir_version: 3, opset_import: [\"\" : 6]> "
            + graph("float[2] k = {1,2}", "t = Neg (x) y = Add <axis = 1, broadcast = 1> (t, k)");
    sampled(original, original.replace("t = Neg (x) y", "y").replace("(t, k)", "(x, k)"));
  }

  @Test
  void constantsComputedInTheGraph() {
    String original =
        graph(
            "float[2,2,1,1] a ~ normal(1), float[2] v = {4,9}, int64[4] s = {2,1,1,1}",
            "d = Sqrt (v) e = Reshape (d, s) w = Mul (a, e) y = Conv (x, w)");
    String result =
        graph(
            "float[2,2,1,1] a ~ normal(1), float[2,1,1] d = {2,3}",
            "t = Conv (x, a) y = Mul (t, d)");
    proved(original, result);
  }

  @Test
  void aLargeRegionIsProvedByCombinations() {
    String original =
        "g (float[1,128,40,40] x) => (float[1,64,40,40] y) <float[64,128,1,1] a ~ normal(1, 0.1),"
            + " float[64,64,3,3] b ~ normal(2, 0.1), float[1,1,40,1] one ~ range(1, 1e-3)> {"
            + " s = Mul (x, one) t = Conv (s, a) y = Conv <pads = [1,1,1,1]> (t, b) }";
    String result =
        original
            .replace("s = Mul (x, one)", "p = Mul (one, x)")
            .replace("t = Conv (s, a)", "q = Conv (p, a)")
            .replace("1,1,1]> (t, b)", "1,1,1], dilations = [1,1]> (q, b)");

    Proof.Proved proved = proved(original, result);
    assertEquals(48, proved.trials());

    Impulse impulse = refuted(original, result.replace("range(1, 1e-3)", "range(1, 1.01e-3)"));
    assertEquals(Optional.of("x"), impulse.source());
    assertTrue(impulse.units() > 4, impulse.words());
  }
}
