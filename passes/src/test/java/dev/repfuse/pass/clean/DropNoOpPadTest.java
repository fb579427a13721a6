package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.rewriting;

import org.junit.jupiter.api.Test;

final class DropNoOpPadTest {
  @Test
  void dropsPaddingByNothing() {
    rewriting(new DropNoOpPad())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) <int64[4] p = {0,0,0,0}> "
                + "{ a = Pad (x, p) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsRealPadding() {
    rewriting(new DropNoOpPad())
        .ignores("g (float[2,3] x) => (float[2,4] y) <int64[4] p = {0,0,0,1}> { y = Pad (x, p) }");
  }
}
