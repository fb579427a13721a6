package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.sweeping;

import org.junit.jupiter.api.Test;

final class MergeDuplicateNodesTest {
  @Test
  void mergesEqualNodes() {
    sweeping(new MergeDuplicateNodes())
        .turns("g (float[2,3] x) => (float[2,3] y) { a = Neg (x) b = Neg (x) y = Add (a, b) }")
        .into("g (float[2,3] x) => (float[2,3] y) { a = Neg (x) y = Add (a, a) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsOtherAttributes() {
    sweeping(new MergeDuplicateNodes())
        .ignores(
            "g (float[2,3] x) => (float[2,3] y) { a = LeakyRelu <alpha = 0.1> (x) b = LeakyRelu <alpha = 0.2> (x) y = Add (a, b) }");
  }

  @Test
  void keepsRandomOnes() {
    sweeping(new MergeDuplicateNodes())
        .ignores(
            "g (float[2,3] x) => (float[2,3] y) { a = RandomNormalLike (x) b = RandomNormalLike (x) y = Add (a, b) }");
  }
}
