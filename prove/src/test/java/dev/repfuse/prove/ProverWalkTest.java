package dev.repfuse.prove;

import static dev.repfuse.prove.ModelPairs.graph;
import static dev.repfuse.prove.ModelPairs.prove;
import static dev.repfuse.prove.ModelPairs.proved;
import static dev.repfuse.prove.ModelPairs.refuted;
import static dev.repfuse.prove.ModelPairs.sampled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is not affine is compared operator by operator, and body by body. */
final class ProverWalkTest {
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

  /** As onnxsim does it: the folded convolution carries the name of the one that it was. */
  @Test
  void aFoldedChainMayCarryTheNameOfItsBeginning() {
    String original =
        graph(
            "float[1,2,1,1] s = {3,5}, float[2,2,1,1] w = {1,2,3,4}",
            "c = Conv (x, w) m = Mul (c, s) a = Add (m, s) r = Relu (a) y = Neg (r)");
    String result =
        graph(
            "float[2] k = {3,5}, float[2,2,1,1] w = {3,6,15,20}",
            "c = Conv (x, w, k) q = Relu (c) y = Neg (q)");

    assertEquals(1, prove(original, result).regions().size());
    proved(original, result);
    refuted(original, result.replace("{3,5}", "{3,6}"));
    sampled(original, result.replace("y = Neg (q)", "z = Add (q, c) y = Neg (z)"));
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
}
