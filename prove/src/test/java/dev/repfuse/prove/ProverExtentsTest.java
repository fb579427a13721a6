package dev.repfuse.prove;

import static dev.repfuse.prove.ModelPairs.differentExtents;
import static dev.repfuse.prove.ModelPairs.graph;
import static dev.repfuse.prove.ModelPairs.prove;
import static dev.repfuse.prove.ModelPairs.proved;
import static dev.repfuse.prove.ModelPairs.refuted;
import static dev.repfuse.prove.ModelPairs.sampled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Small extents stand for all. */
final class ProverExtentsTest {
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

  /** With one row and one column, all of these are the same. */
  @Test
  void anImageIsNotItsTransposedOne() {
    String flip = "t = Transpose <perm = [0,1,3,2]> (x) ";
    String once = graph("", flip + "y = Neg (t)");
    refuted(once, graph("", "y = Neg (x)"));
    String sum = graph("", flip + "y = Add (x, t)");
    refuted(sum, graph("float k = {2}", "y = Mul (x, k)"));
    proved(once, graph("", "t = Neg (x) y = Transpose <perm = [0,1,3,2]> (t)"));
    proved(sum, graph("", flip + "y = Add (t, x)"));
    String doubled = graph("float k = {2}", "y = Mul (x, k)");
    sampled(sum.replace("9,9]", "N,N]"), doubled.replace("9,9]", "N,N]"));
  }

  @Test
  void aStrideAlongOneAxisIsNotOneAlongAnother() {
    String head = "g (float[1,1,9,9] x) => (float[1,1,A,B] y) <float[1,1,1,1] w = {1}> { y = ";
    differentExtents(
        head + "Conv <strides = [2,1]> (x, w) }", head + "Conv <strides = [1,2]> (x, w) }");
  }
}
