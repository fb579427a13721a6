package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.rewriting;

import org.junit.jupiter.api.Test;

final class DropNoOpArithmeticTest {
  @Test
  void dropsAddingZero() {
    rewriting(new DropNoOpArithmetic())
        .turns("g (float[2,3] x) => (float[2,3] y) <float z = {0}> { a = Add (z, x) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsTimesOne() {
    rewriting(new DropNoOpArithmetic())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) <float[3] o = {1,1,1}> { a = Mul (x, o) b = Div (a, o) y = Relu (b) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsAZeroThatWidens() {
    rewriting(new DropNoOpArithmetic())
        .ignores(
            "g (float[2,3] x) => (float[4,2,3] y) <float[4,1,1] z = {0,0,0,0}> { y = Add (x, z) }");
  }

  @Test
  void keepsOneMinusX() {
    rewriting(new DropNoOpArithmetic())
        .ignores("g (float[2,3] x) => (float[2,3] y) <float z = {0}> { y = Sub (z, x) }");
  }
}
