package dev.repfuse.pass.prune;

import static dev.repfuse.pass.prune.Narrowing.narrowing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Axes that are repeated. */
final class LayoutTiesTest {
  private static String expanded(String nodes) {
    return "g (float[1,3,4,4] x) => (float[1,2,4,4] y) <float[5,3,1,1] v ~ normal(1), float[2,5,1,1]"
        + " w ~ normal(2), int64[4] n = {1, 5, 4, 4}, int64[3] m = {5, 1, 1}, float[1,1,1] one ="
        + " {2}> { a = Conv (x, v) "
        + nodes
        + " y = Conv (s, w) }";
  }

  @Test
  void anExpandKeepsChannelsAndRepeatsOthers() {
    narrowing(expanded("p = GlobalAveragePool (a) e = Expand (p, n) s = Add (a, e)"))
        .dropping("v", 1, 2)
        .exactly();
  }

  /** One number is repeated for all channels that are left. */
  @Test
  void anExpandOfOneNumberIsToldAnother() {
    narrowing(expanded("e = Expand (one, m) s = Mul (a, e)")).dropping("v", 0).exactly();
  }

  @Test
  void anUnknownTargetKeepsThem() {
    String text =
        expanded("e = Expand (a, t) s = Add (a, e)")
            .replace("(float[1,3,4,4] x)", "(float[1,3,4,4] x, int64[4] t)")
            .replace("e = Expand (a, t)", "f = Expand (a, t) e = Reshape (f, n)");
    assertEquals(
        "Expand 'f': its extent is computed while the model runs", narrowing(text).pinOf("v", 0));
  }
}
