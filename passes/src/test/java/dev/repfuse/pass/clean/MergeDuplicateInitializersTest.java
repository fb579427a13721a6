package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.sweeping;

import org.junit.jupiter.api.Test;

final class MergeDuplicateInitializersTest {
  @Test
  void mergesEqualConstants() {
    sweeping(new MergeDuplicateInitializers())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) <float[3] a = {1,2,3}, float[3] b = {1,2,3}> { t = Add (x, a) y = Mul (t, b) }")
        .into("g (float[2,3] x) => (float[2,3] y) { t = Add (x, a) y = Mul (t, a) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsOtherShapes() {
    sweeping(new MergeDuplicateInitializers())
        .ignores(
            "g (float[2,3] x) => (float[2,3] y) <float[3] a = {1,2,3}, float[1,3] b = {1,2,3}> { t = Add (x, a) y = Mul (t, b) }");
  }
}
