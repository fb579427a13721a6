package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;

final class DropIdentityTest {
  @Test
  void drops() {
    rewriting(new DropIdentity())
        .turns("g (float[2,3] x) => (float[2,3] y) { a = Identity (x) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void takesOverTheNameOfAnOutput() {
    rewriting(new DropIdentity())
        .turns("g (float[2,3] x) => (float[2,3] y) { a = Relu (x) y = Identity (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsTheWayFromInputToOutput() {
    rewriting(new DropIdentity())
        .declines("g (float[2,3] x) => (float[2,3] y) { y = Identity (x) }", Reason.KEEPS_NAME);
  }
}
