package dev.repfuse.pass.prune;

import static dev.repfuse.pass.prune.Narrowing.narrowing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Einsum where it is a matrix product. */
final class EinsumTiesTest {
  private static String layers(String second) {
    return "g (float[2,3,5] x) => (float[2,3,4] y) <float[5,6] v ~ normal(1), float[6,4] w ~"
        + " normal(2), float[4,6] u ~ normal(3)>"
        + " { a = Einsum <equation = \"btc,cd->btd\"> (x, v) r = Relu (a) y = "
        + second
        + " }";
  }

  @Test
  void aProductOfAWeight() {
    narrowing(layers("Einsum <equation = \"btd, de -> bte\"> (r, w)"))
        .dropping("v", 0, 4)
        .exactly();
    narrowing(layers("Einsum <equation = \"btd,ed->bte\"> (r, u)")).dropping("v", 2).exactly();
  }

  /** Queries and keys lose the same features; the heads of queries and keys go together. */
  @Test
  void attention() {
    String text =
        """
        g (float[2,3,4,5] x) => (float[2,3,3] y)
        <float[5,6] q ~ normal(1), float[5,6] k ~ normal(2)>
        { a = MatMul (x, q) b = MatMul (x, k)
          s = Einsum <equation = "bihd,bjhd->bhij"> (a, b)
          y = ReduceSum <axes = [1]> (s) }
        """
            .replace("ReduceSum <axes = [1]> (s)", "Einsum <equation = \"bhij,hl->bijl\"> (s, o)")
            .replace("(float[2,3,3] y)", "(float[2,3,3,2] y)")
            .replace("<float[5,6] q", "<float[4,2] o ~ normal(3), float[5,6] q");
    narrowing(text).dropping("q", 1, 2).exactly();
  }

  @Test
  void othersKeepWhatTheyTouch() {
    String cause = "Einsum 'y': it is no matrix product";
    assertEquals(
        cause,
        narrowing(
                layers("Einsum <equation = \"btd,dd->btd\"> (r, q)")
                    .replace("<float[5,6]", "<float[6,6] q ~ normal(4), float[5,6]")
                    .replace("[2,3,4] y", "[2,3,6] y"))
            .pinOf("v", 1));
    assertEquals(
        cause, narrowing(layers("Einsum <equation = \"...d,de->...e\"> (r, w)")).pinOf("v", 1));
  }
}
