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
}
