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

  @Test
  void dropsZeroThatCopies() {
    rewriting(new DropNoOpReshape())
        .turns(
            "g (float[N,M,4] x) => (float[N,M,4] y) <int64[3] s = {0, 0, 4}>"
                + " { a = Reshape (x, s) y = Relu (a) }")
        .into("g (float[N,M,4] x) => (float[N,M,4] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsFlattenOfTwoAxes() {
    rewriting(new DropNoOpReshape())
        .turns("g (float[N,3] x) => (float[N,3] y) { a = Flatten (x) y = Relu (a) }")
        .into("g (float[N,3] x) => (float[N,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsSqueezeAndUnsqueezeOfUnknownExtents() {
    rewriting(new DropNoOpReshape())
        .turns(
            "g (float[?,?,1] x) => (float[?,?,1] y) <int64[1] a = {-1}>"
                + " { s = Squeeze (x, a) u = Unsqueeze (s, a) y = Relu (u) }")
        .into("g (float[?,?,1] x) => (float[?,?,1] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsTheOldKindToo() {
    rewriting(new DropNoOpReshape())
        .turns(
            "<ir_version: 8, opset_import: [\"\" : 11]> g (float[?,?,1] x) =>"
                + " (float[?,?,1] y) { s = Squeeze <axes = [2]> (x) u = Unsqueeze <axes = [2]>"
                + " (s) y = Relu (u) }")
        .into("g (float[?,?,1] x) => (float[?,?,1] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsTwoReshapesThatComeBack() {
    rewriting(new DropNoOpReshape())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) <int64[2] s = {3, 2}, int64[2] t = {2,"
                + " 3}> { a = Reshape (x, s) b = Reshape (a, t) y = Relu (b) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsUnsqueezeAtAnotherPlace() {
    rewriting(new DropNoOpReshape())
        .ignores(
            "g (float[?,1] x) => (float[1,?] y) <int64[1] a = {1}, int64[1] b = {0}>"
                + " { s = Squeeze (x, a) y = Unsqueeze (s, b) }");
  }

  @Test
  void keepsWhatMayMoveBetweenTwoAxes() {
    rewriting(new DropNoOpReshape())
        .ignores("g (float[N,M] x, int64[2] s) => (float[?,?] y) { y = Reshape (x, s) }");
  }

  @Test
  void keepsAReshapeWithTwoOpenAxes() {
    rewriting(new DropNoOpReshape())
        .ignores(
            "g (float[N,?,4] x) => (float[?,N,4] y) <int64[3] s = {-1, 2, 4}>"
                + " { y = Reshape (x, s) }");
  }

  @Test
  void keepsAnExpandOfAnOpenAxis() {
    rewriting(new DropNoOpReshape())
        .ignores("g (float[N,3] x, int64[2] s) => (float[?,3] y) { y = Expand (x, s) }");
  }
}
