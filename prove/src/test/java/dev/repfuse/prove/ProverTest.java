package dev.repfuse.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.edit.Edit;
import dev.repfuse.ir.edit.GraphEditor;
import dev.repfuse.ir.text.ModelText;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pairs of models that are the same function, and pairs that are not quite. */
final class ProverTest {
  private static final String IDENTITY_3X3 =
      "float[2,2,3,3] w = {0,0,0,0,1,0,0,0,0, 0,0,0,0,0,0,0,0,0,"
          + " 0,0,0,0,0,0,0,0,0, 0,0,0,0,1,0,0,0,0}";

  private static ModelProof prove(String original, String result) {
    return Prover.prove(ModelText.parse(original), ModelText.parse(result));
  }

  private static Proof.Proved proved(String original, String result) {
    ModelProof proof = prove(original, result);
    return assertInstanceOf(Proof.Proved.class, proof.proof(), proof.words());
  }

  private static Impulse refuted(String original, String result) {
    ModelProof proof = prove(original, result);
    Proof.Refuted refuted = assertInstanceOf(Proof.Refuted.class, proof.proof(), proof.words());
    return assertInstanceOf(Impulse.class, refuted.difference());
  }

  private static String differentExtents(String original, String result) {
    ModelProof proof = prove(original, result);
    Proof.Refuted refuted = assertInstanceOf(Proof.Refuted.class, proof.proof(), proof.words());
    return assertInstanceOf(OtherExtents.class, refuted.difference()).words();
  }

  private static String sampled(String original, String result) {
    ModelProof proof = prove(original, result);
    return assertInstanceOf(Proof.Sampled.class, proof.proof(), proof.words()).reason();
  }

  private static String graph(String constants, String nodes) {
    return "g (float[1,2,9,9] x) => (float[1,2,9,9] y) <%s> { %s }".formatted(constants, nodes);
  }

  private static String conv(String weights) {
    return graph(weights, "y = Conv <pads = [1,1,1,1]> (x, w)");
  }

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
  void otherPadsOrStrides() {
    String line = "g (float[1,1,9] x) => (float[1,1,N] y) <float[1,1,3] w = {1,2,3}> { y = ";
    refuted(line + "Conv <pads = [1,1]> (x, w) }", line + "Conv <pads = [2,0]> (x, w) }");
    refuted(
        line + "Conv <pads = [1,1], strides = [2]> (x, w) }",
        line + "Conv <pads = [0,2], strides = [2]> (x, w) }");
    assertEquals(
        "for inputs of extents [[1, 1, 3]] the output has extents [1, 1, 3], the result's [1, 1, 4]",
        differentExtents(
            line + "Conv <pads = [1,1]> (x, w) }", line + "Conv <pads = [2,1]> (x, w) }"));
  }

  @Test
  void anExtentThatIsOpenIsTriedInEachRemainder() {
    String head = "g (float[N,1,L] x) => (float[N,1,M] y) <float[1,1,3] w = {1,2,3}, ";
    String original = head + "float[1] b = {1}> { y = Conv <pads = [1,1], strides = [2]> (x, w) }";
    String padded =
        head
            + "int64[6] p = {0,0,1,0,0,1}>"
            + " { t = Pad (x, p) y = Conv <strides = [2]> (t, w) }";

    ModelProof proof = prove(original, padded);

    assertInstanceOf(Proof.Proved.class, proof.proof(), proof.words());
    assertEquals(List.of(List.of(1, 1, 6), List.of(1, 1, 5)), proof.regions().getFirst().extents());
    // Without the padding behind, even extents give the same, odd ones do not.
    String unpadded = padded.replace("{0,0,1,0,0,1}", "{0,0,1,0,0,0}");
    assertEquals(
        "for inputs of extents [[1, 1, 5]] the output has extents [1, 1, 3], the result's [1, 1, 2]",
        differentExtents(original, unpadded));
    proved(original.replace("[N,1,L]", "[N,1,8]"), unpadded.replace("[N,1,L]", "[N,1,8]"));
  }

  @Test
  void theSmallestExtentsThatShowEverything() {
    String original =
        "g (float[1,2,224,224] x) => (float[1,2,112,112] y) <float[2,2,3,3] w ~ normal(1),"
            + " float[2,2,5,5] v ~ normal(2)> {"
            + " a = Conv <pads = [1,1,1,1], strides = [2,2]> (x, w)"
            + " b = Conv <pads = [2,2,2,2], strides = [2,2]> (x, v) y = Add (a, b) }";
    String spelt = original.replace("pads = [2,2,2,2],", "pads = [2,2,2,2], dilations = [1,1],");

    ModelProof proof = prove(original, spelt);

    assertInstanceOf(Proof.Proved.class, proof.proof(), proof.words());
    assertEquals(List.of(List.of(1, 2, 6, 6)), proof.regions().getFirst().extents());
  }

  @Test
  void whatIsNotAffineIsComparedInputByInput() {
    String original = graph("", "t = Identity (x) u = Neg (t) v = Neg (u) y = Sigmoid (v)");
    proved(original, graph("", "y = Sigmoid (x)"));
    Impulse impulse = refuted(original, graph("", "u = Neg (x) y = Sigmoid (u)"));
    assertEquals(Optional.of("u"), impulse.source());
    assertEquals(-1, impulse.original(), 0);
    assertTrue(sampled(original, graph("", "y = Tanh (x)")).contains("Sigmoid 'y' is not affine"));
  }

  @Test
  void aDifferenceThatNoOutputShowsDoesNotCount() {
    String original = graph("float[1] k = {2}", "t = Mul (x, k) y = Add (t, x)");
    String result = graph("float[1] k = {-2}", "t = Mul (x, k) y = Sub (x, t)");

    ModelProof proof = prove(original, result);

    assertInstanceOf(Proof.Proved.class, proof.proof(), proof.words());
    assertEquals(List.of("t"), proof.refuted().stream().map(RegionProof::value).toList());
  }

  @Test
  void randomNumbersAreNotEachOthers() {
    String original =
        graph(
            "", "r = RandomNormalLike (x) s = RandomNormalLike (x) t = Sub (r, s) y = Add (t, x)");
    String result = graph("", "r = RandomNormalLike (x) t = Sub (r, r) y = Add (t, x)");

    sampled(original, result);
    proved(original, original);
  }

  @Test
  void bodiesOfControlFlowAreWalkedToo() {
    String original =
        "g (bool c, float[1,2,3,3] x) => (float[1,2,3,3] y) {"
            + " y = If (c) <then_branch = a () => (float[1,2,3,3] p) { q = Neg (x) p = Neg (q) },"
            + " else_branch = b () => (float[1,2,3,3] o) { o = Relu (x) }> }";
    proved(original, original.replace("q = Neg (x) p = Neg (q)", "p = Identity (x)"));
    refuted(original, original.replace("q = Neg (x) p = Neg (q)", "p = Neg (x)"));
    sampled(original, original.replace("Relu (x)", "Sigmoid (x)"));
    sampled(
        original,
        original
            .replace("then_branch", "other")
            .replace("else_branch", "then_branch")
            .replace("other", "else_branch"));
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
            + " float[64,64,3,3] b ~ normal(2, 0.1), float[1,1,40,1] one ~ constant(1)> {"
            + " s = Mul (x, one) t = Conv (s, a) y = Conv <pads = [1,1,1,1]> (t, b) }";
    String result =
        original
            .replace("s = Mul (x, one)", "p = Mul (one, x)")
            .replace("t = Conv (s, a)", "q = Conv (p, a)")
            .replace("1,1,1]> (t, b)", "1,1,1], dilations = [1,1]> (q, b)");

    Proof.Proved proved = proved(original, result);
    assertEquals(48, proved.trials());

    Impulse impulse = refuted(original, result.replace("~ constant(1)", "~ range(1, 1e-5)"));
    assertEquals(Optional.of("x"), impulse.source());
    assertTrue(impulse.units() > 4, impulse.words());
  }

  /** The body was changed in memory; the message of the file still says what it was. */
  @Test
  void aFunctionThatWasChangedInMemoryIsAnotherOne() {
    String text =
        """
        <ir_version: 9, opset_import: ["" : 17, "local" : 1]>
        g (float[2] x) => (float[2] y) { y = local.F (x) }
        <domain: "local", opset_import: ["" : 17]>
        F (x) => (y) { n = Neg (x) y = Relu (n) }
        """;
    Model original = ModelText.parse(text);
    Model changed = ModelText.parse(text);
    Graph body = changed.functions().getFirst().body();
    Result negative = body.firstNode().flatMap(Node::result).orElseThrow();
    GraphEditor.apply(new Edit.Bypass(negative, body.inputs().getFirst()));

    Proof proof = Prover.prove(original, changed).proof();
    assertEquals(
        "the two define different functions",
        assertInstanceOf(Proof.Sampled.class, proof).reason());
  }
}
