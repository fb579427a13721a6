package dev.repfuse.pass.prune;

import static dev.repfuse.pass.prune.Narrowing.narrowing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Channels that pass through branches, and that loops capture. */
final class SubgraphTiesTest {
  /** Both branches read a; one with weights of its own, which lose channels too. */
  private static final String BRANCHES =
      """
      g (float[1,3,5,5] x, bool c) => (float[1,2,5,5] y)
      <float[6,3,1,1] v ~ normal(1), float[2,6,1,1] w ~ normal(2), float[6,1,3,3] d ~ normal(3)>
      { a = Conv (x, v)
        i = If (c) <
          then_branch = t () => (float[1,6,5,5] p)
            { p = Conv <group = 6, pads = [1,1,1,1]> (a, d) },
          else_branch = e () => (float[1,6,5,5] q)
            <float[6,1,1] s ~ normal(4)> { q = Mul (a, s) }>
        y = Conv (i, w) }
      """;

  @Test
  void channelsPassThroughBranches() {
    narrowing(BRANCHES).dropping("v", 0, 3, 4).exactly();
  }

  @Test
  void masksLieInsideOfABranch() {
    String text =
        """
        g (float[1,3,5,5] x, bool c) => (float[1,2,5,5] y)
        <float[6,3,1,1] v ~ normal(1), float[2,6,1,1] w ~ normal(2), float[2,6,3,3] u ~ normal(3)>
        { a = Conv (x, v)
          y = If (c) <
            then_branch = t () => (float[1,2,5,5] p)
              { p = Conv <pads = [1,1,1,1]> (a, u) },
            else_branch = e () => (float[1,2,5,5] q)
              { q = Conv (a, w) }> }
        """;
    narrowing(text).dropping("v", 1, 5).exactly();
  }

  /** Extents of what goes around a loop are not believed. */
  @Test
  void whatALoopCarriesStays() {
    String text =
        """
        g (float[1,3,5,5] x) => (float[1,6,5,5] y)
        <float[6,3,1,1] v ~ normal(1), int64 n = {3}, bool c = {1}>
        { a = Conv (x, v)
          y = Loop (n, c, a) <
            body = b (int64 k, bool g, float[1,6,5,5] s) => (bool h, float[1,6,5,5] z)
              { h = Identity (g) z = Add (s, a) }> }
        """;
    assertEquals("Add 'z': a rank is not known", narrowing(text).pinOf("v", 0));
  }
}
