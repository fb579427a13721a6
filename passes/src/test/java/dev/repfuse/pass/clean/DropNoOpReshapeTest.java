package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.rewriting;

import org.junit.jupiter.api.Test;

final class DropNoOpReshapeTest {
  @Test
  void dropsAReshapeToTheSameShape() {
    rewriting(new DropNoOpReshape())
        .turns(
            "g (float[N,3] x) => (float[N,3] y) <int64[2] s = {-1, 3}> "
                + "{ a = Reshape (x, s) y = Relu (a) }")
        .into("g (float[N,3] x) => (float[N,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsThereAndBack() {
    rewriting(new DropNoOpReshape())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) <int64[1] a = {0}> "
                + "{ u = Unsqueeze (x, a) s = Squeeze (u, a) y = Relu (s) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsAnExpandToTheSameShape() {
    rewriting(new DropNoOpReshape())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) <int64[2] s = {1, 3}> "
                + "{ a = Expand (x, s) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsARealReshape() {
    rewriting(new DropNoOpReshape())
        .ignores(
            "g (float[2,3] x) => (float[3,2] y) <int64[2] s = {3, 2}> " + "{ y = Reshape (x, s) }");
  }
}
