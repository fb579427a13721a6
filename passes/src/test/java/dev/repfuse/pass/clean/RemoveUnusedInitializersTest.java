package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.sweeping;

import org.junit.jupiter.api.Test;

final class RemoveUnusedInitializersTest {
  @Test
  void removesWhatNothingReads() {
    sweeping(new RemoveUnusedInitializers())
        .turns("g (float[2,3] x) => (float[2,3] y) <float[2] k = {1,2}> { y = Relu (x) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsInputsWithDefaults() {
    sweeping(new RemoveUnusedInitializers())
        .ignores("g (float[2,3] x, float k = {1}) => (float[2,3] y) { y = Relu (x) }");
  }

  @Test
  void keepsOutputs() {
    sweeping(new RemoveUnusedInitializers())
        .ignores(
            "g (float[2] x) => (float[2] y, float[2] k) <float[2] k = {1,2}>"
                + " { y = Relu (x) }");
  }

  @Test
  void keepsWhatOnlyASubgraphReads() {
    sweeping(new RemoveUnusedInitializers())
        .ignores(
            "g (bool t, float[2] x) => (float[2] y) <float[2] k = {1,2}> { y = If"
                + " <then_branch = p () => (float[2] u) { u = Add (x, k) }, else_branch = q ()"
                + " => (float[2] v) { v = Neg (x) }> (t) }");
  }
}
