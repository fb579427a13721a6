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

  @Test
  void keepsATrainingModeThatTheCallerSets() {
    rewriting(new DropDropout())
        .declines(
            "g (float[2,3] x, bool t) => (float[2,3] y) <float r = {0.5}>"
                + " { a = Dropout (x, r, t) y = Relu (a) }",
            Reason.TRAINING_DROPOUT);
  }

  @Test
  void dropsByAConstantOfFalse() {
    rewriting(new DropDropout())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) <float r = {0.5}, bool t = {0}>"
                + " { a = Dropout (x, r, t) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsBeforeItHadAMode() {
    rewriting(new DropDropout())
        .turns(
            "<ir_version: 8, opset_import: [\"\" : 10]> g (float[2,3] x) => (float[2,3]"
                + " y) { a = Dropout <ratio = 0.3> (x) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsAMaskThatNothingReads() {
    rewriting(new DropDropout())
        .turns("g (float[2,3] x) => (float[2,3] y) { a, m = Dropout (x) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsTheOldestKindUnlessItSaysTest() {
    rewriting(new DropDropout())
        .declines(
            "<ir_version: 8, opset_import: [\"\" : 6]> g (float[2,3] x) => (float[2,3] y)"
                + " { a = Dropout <ratio = 0.3> (x) y = Relu (a) }",
            Reason.TRAINING_DROPOUT);
  }

  @Test
  void dropsTheOldestKindThatSaysTest() {
    rewriting(new DropDropout())
        .turns(
            "<ir_version: 8, opset_import: [\"\" : 6]> g (float[2,3] x) => (float[2,3] y)"
                + " { a = Dropout <is_test = 1> (x) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }");
  }

  @Test
  void takesOverTheNameOfAnOutput() {
    rewriting(new DropDropout())
        .turns("g (float[2,3] x) => (float[2,3] y) { a = Relu (x) y = Dropout (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }
}
