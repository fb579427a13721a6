package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;

final class DropConcatOfOneTest {
  @Test
  void dropsConcat() {
    rewriting(new DropConcatOfOne())
        .turns("g (float[2,3] x) => (float[2,3] y) { a = Concat <axis = 1> (x) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsSum() {
    rewriting(new DropConcatOfOne())
        .turns("g (float[2,3] x) => (float[2,3] y) { a = Sum (x) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsTwo() {
    rewriting(new DropConcatOfOne())
        .ignores("g (float[2,3] x) => (float[2,6] y) { y = Concat <axis = 1> (x, x) }");
  }

  @Test
  void dropsMax() {
    rewriting(new DropConcatOfOne())
        .turns("g (float[2,3] x) => (float[2,3] y) { a = Max (x) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsMin() {
    rewriting(new DropConcatOfOne())
        .turns("g (float[2,3] x) => (float[2,3] y) { a = Min (x) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsMean() {
    rewriting(new DropConcatOfOne())
        .turns("g (float[2,3] x) => (float[2,3] y) { a = Mean (x) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsTheWayFromInputToOutput() {
    rewriting(new DropConcatOfOne())
        .declines("g (float[2,3] x) => (float[2,3] y) { y = Max (x) }", Reason.KEEPS_NAME);
  }
}
