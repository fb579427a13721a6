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
}
