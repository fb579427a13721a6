package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;

final class DropDropoutTest {
  @Test
  void dropsInInferenceMode() {
    rewriting(new DropDropout())
        .turns("g (float[2,3] x) => (float[2,3] y) { a = Dropout (x) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsTrainingMode() {
    rewriting(new DropDropout())
        .declines(
            "g (float[2,3] x) => (float[2,3] y) <float r = {0.5}, bool t = {1}> "
                + "{ a = Dropout (x, r, t) y = Relu (a) }",
            Reason.TRAINING_DROPOUT);
  }

  @Test
  void keepsAMaskThatIsRead() {
    rewriting(new DropDropout())
        .declines(
            "g (float[2,3] x) => (float[2,3] y, bool[2,3] m) "
                + "{ a, m = Dropout (x) y = Relu (a) }",
            Reason.READ_ELSEWHERE);
  }
}
