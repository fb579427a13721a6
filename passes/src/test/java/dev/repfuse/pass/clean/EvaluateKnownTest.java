package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.sweeping;

import org.junit.jupiter.api.Test;

final class EvaluateKnownTest {
  @Test
  void knowsShapeArithmetic() {
    sweeping(new EvaluateKnown())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) <int64 i = {1}> "
                + "{ s = Shape (x) n = Gather (s, i) f = Cast <to = 1> (n) y = Mul (x, f) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Mul (x, f) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsWhatDependsOnTheInput() {
    sweeping(new EvaluateKnown())
        .ignores(
            "g (float[N,3] x) => (float[N,3] y) <int64 i = {0}> "
                + "{ s = Shape (x) n = Gather (s, i) f = Cast <to = 1> (n) y = Mul (x, f) }");
  }

  @Test
  void storesOnlyWhatIsReadFromOutside() {
    sweeping(new EvaluateKnown())
        .turns(
            "g (float[2,3,4] x) => (float[2,12] y) <int64 i = {0}, int64[1] a = {0},"
                + " int64[1] m = {-1}> { s = Shape (x) n = Gather (s, i) u = Unsqueeze (n, a) t"
                + " = Concat <axis = 0> (u, m) y = Reshape (x, t) }")
        .into("g (float[2,3,4] x) => (float[2,12] y) { y = Reshape (x, t) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void followsAReaderInASubgraph() {
    sweeping(new EvaluateKnown())
        .turns(
            "g (bool t, float[2,3] x) => (int64[2] y) { s = Shape (x) y = If <then_branch"
                + " = p () => (int64[2] u) { u = Neg (s) }, else_branch = q () => (int64[2] v)"
                + " { v = Abs (s) }> (t) }")
        .into(
            "g (bool t, float[2,3] x) => (int64[2] y) { y = If <then_branch = p () =>"
                + " (int64[2] u) { u = Neg (s) }, else_branch = q () => (int64[2] v)"
                + " { v = Abs (s) }> (t) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsAnOutput() {
    sweeping(new EvaluateKnown()).ignores("g (float[2,3] x) => (int64[2] y) { y = Shape (x) }");
  }
}
