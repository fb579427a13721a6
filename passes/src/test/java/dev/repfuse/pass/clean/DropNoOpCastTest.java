package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;

final class DropNoOpCastTest {
  @Test
  void dropsACastToTheSameType() {
    rewriting(new DropNoOpCast())
        .turns("g (float[2,3] x) => (float[2,3] y) { a = Cast <to = 1> (x) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsAWayBackFromAWiderType() {
    rewriting(new DropNoOpCast())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) { a = Cast <to = 11> (x) b = Cast <to = 1> (a) y = Relu (b) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsRounding() {
    rewriting(new DropNoOpCast())
        .declines(
            "g (float[2,3] x) => (float[2,3] y) { a = Cast <to = 10> (x) b = Cast <to = 1> (a) y = Relu (b) }",
            Reason.ROUNDS);
  }
}
