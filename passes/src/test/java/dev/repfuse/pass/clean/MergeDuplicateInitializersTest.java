package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.sweeping;

import org.junit.jupiter.api.Test;

final class MergeDuplicateInitializersTest {
  @Test
  void mergesEqualConstants() {
    sweeping(new MergeDuplicateInitializers())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) <float[3] a = {1,2,3}, float[3] b ="
                + " {1,2,3}> { t = Add (x, a) y = Mul (t, b) }")
        .into("g (float[2,3] x) => (float[2,3] y) { t = Add (x, a) y = Mul (t, a) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsOtherShapes() {
    sweeping(new MergeDuplicateInitializers())
        .ignores(
            "g (float[2,3] x) => (float[2,3] y) <float[3] a = {1,2,3}, float[1,3] b ="
                + " {1,2,3}> { t = Add (x, a) y = Mul (t, b) }");
  }

  @Test
  void keepsOtherTypes() {
    sweeping(new MergeDuplicateInitializers())
        .ignores(
            "g (float[2] x) => (float[2] y) <float[2] a = {0,0}, int32[2] b = {0,0}>"
                + " { t = Add (x, a) c = Cast <to = 1> (b) y = Mul (t, c) }");
  }

  @Test
  void tellsTheTwoZerosApart() {
    sweeping(new MergeDuplicateInitializers())
        .ignores(
            "g (float[2,3] x) => (float[2,3] y) <float[1] a = {0}, float[1] b = {-0.0}>"
                + " { t = Add (x, a) y = Div (t, b) }");
  }

  @Test
  void keepsWhatIsReturned() {
    sweeping(new MergeDuplicateInitializers())
        .ignores(
            "g (float[2] x) => (float[2] y, float[2] b) <float[2] a = {1,2}, float[2] b ="
                + " {1,2}> { t = Add (x, a) y = Mul (t, b) }");
  }

  @Test
  void mergesAcrossASubgraph() {
    sweeping(new MergeDuplicateInitializers())
        .turns(
            "g (bool t, float[2] x) => (float[2] y) <float[2] a = {1,2}, float[2] b ="
                + " {1,2}> { s = Add (x, a) y = If <then_branch = p () => (float[2] u) { u ="
                + " Mul (s, b) }, else_branch = q () => (float[2] v) { v = Neg (s) }> (t) }")
        .into(
            "g (bool t, float[2] x) => (float[2] y) { s = Add (x, a) y = If <then_branch"
                + " = p () => (float[2] u) { u = Mul (s, a) }, else_branch = q () => (float[2]"
                + " v) { v = Neg (s) }> (t) }")
        .keepingNumbersWithin(0);
  }
}
