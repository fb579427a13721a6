package dev.repfuse.pass.region;

import static dev.repfuse.pass.Rewriting.rewriting;

import org.junit.jupiter.api.Test;

final class DropSoftmaxBeforeArgMaxTest {
  private static final String IMAGE =
      """
      g (float[1,3,4,5] x) => (int64[1,1,4,5] y) {
        p = Softmax <axis = 1> (x)
        y = ArgMax <axis = 1> (p)
      }
      """;

  @Test
  void looksAtNumbers() {
    rewriting(new DropSoftmaxBeforeArgMax())
        .turns(IMAGE)
        .into("g (float[1,3,4,5] x) => (int64[1,1,4,5] y) { y = ArgMax <axis = 1> (x) }")
        .keepingNumbersWithin(0, 4);
  }

  @Test
  void ignoresOtherAxesAndReaders() {
    rewriting(new DropSoftmaxBeforeArgMax())
        .ignores(
            IMAGE.replace("ArgMax <axis = 1>", "ArgMax <axis = 2>").replace("1,1,4,5", "1,3,1,5"));
    rewriting(new DropSoftmaxBeforeArgMax())
        .ignores(IMAGE.replace("y) {", "y, float[1,3,4,5] p) {"));
  }
}
