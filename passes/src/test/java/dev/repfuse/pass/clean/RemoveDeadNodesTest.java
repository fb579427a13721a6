package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.sweeping;

import org.junit.jupiter.api.Test;

final class RemoveDeadNodesTest {
  @Test
  void removesWhatNothingReads() {
    sweeping(new RemoveDeadNodes())
        .turns("g (float[2,3] x) => (float[2,3] y) { a = Neg (x) b = Abs (a) y = Relu (x) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsWhatIsRead() {
    sweeping(new RemoveDeadNodes())
        .ignores("g (float[2,3] x) => (float[2,3] y) { a = Neg (x) y = Relu (a) }");
  }

  @Test
  void keepsWhatOnlyASubgraphReads() {
    sweeping(new RemoveDeadNodes())
        .ignores(
            "g (bool t, float[2,3] x) => (float[2,3] y) { a = Neg (x) y = If <then_branch"
                + " = p () => (float[2,3] u) { u = Relu (a) }, else_branch = q () =>"
                + " (float[2,3] v) { v = Identity (a) }> (t) }");
  }

  @Test
  void keepsANodeOfWhichOneResultIsRead() {
    sweeping(new RemoveDeadNodes())
        .ignores("g (float[2,4] x) => (float[2,2] y) { a, b = Split <axis = 1> (x) y = Relu (a) }");
  }

  @Test
  void removesASubgraphAndWhatItReads() {
    sweeping(new RemoveDeadNodes())
        .turns(
            "g (bool t, float[2,3] x) => (float[2,3] y) { a = Neg (x) b = If <then_branch"
                + " = p () => (float[2,3] u) { u = Relu (a) }, else_branch = q () =>"
                + " (float[2,3] v) { v = Identity (a) }> (t) y = Relu (x) }")
        .into("g (bool t, float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsAGraphThatReturnsNothing() {
    sweeping(new RemoveDeadNodes()).ignores("g (float[2,3] x) => () { y = Relu (x) }");
  }
}
