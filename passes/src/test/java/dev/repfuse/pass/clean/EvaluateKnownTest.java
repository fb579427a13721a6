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
}
