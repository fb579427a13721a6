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
            "g (float[2,3] x) => (float[2,3] y)"
                + " { a = Cast <to = 11> (x) b = Cast <to = 1> (a) y = Relu (b) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsRounding() {
    rewriting(new DropNoOpCast())
        .declines(
            "g (float[2,3] x) => (float[2,3] y)"
                + " { a = Cast <to = 10> (x) b = Cast <to = 1> (a) y = Relu (b) }",
            Reason.ROUNDS);
  }

  @Test
  void dropsAWayBackToHalf() {
    rewriting(new DropNoOpCast())
        .turns(
            "g (float16[2,3] x) => (float16[2,3] y)"
                + " { a = Cast <to = 1> (x) b = Cast <to = 10> (a) y = Relu (b) }")
        .into("g (float16[2,3] x) => (float16[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsAWayBackToWholeNumbers() {
    rewriting(new DropNoOpCast())
        .turns(
            "g (int32[2,3] x) => (int32[2,3] y)"
                + " { a = Cast <to = 11> (x) b = Cast <to = 6> (a) y = Neg (b) }")
        .into("g (int32[2,3] x) => (int32[2,3] y) { y = Neg (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsAWayBackToTruth() {
    rewriting(new DropNoOpCast())
        .turns(
            "g (bool[2,3] x) => (bool[2,3] y)"
                + " { a = Cast <to = 7> (x) b = Cast <to = 9> (a) y = Not (b) }")
        .into("g (bool[2,3] x) => (bool[2,3] y) { y = Not (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsLongNumbersThroughFloat() {
    rewriting(new DropNoOpCast())
        .declines(
            "g (int64[2,3] x) => (int64[2,3] y)"
                + " { a = Cast <to = 1> (x) b = Cast <to = 7> (a) y = Neg (b) }",
            Reason.ROUNDS);
  }

  @Test
  void keepsAFractionCutOff() {
    rewriting(new DropNoOpCast())
        .declines(
            "g (float[2,3] x) => (float[2,3] y)"
                + " { a = Cast <to = 7> (x) b = Cast <to = 1> (a) y = Relu (b) }",
            Reason.ROUNDS);
  }

  @Test
  void keepsSignedThroughUnsigned() {
    rewriting(new DropNoOpCast())
        .declines(
            "g (int32[2,3] x) => (int32[2,3] y)"
                + " { a = Cast <to = 13> (x) b = Cast <to = 6> (a) y = Neg (b) }",
            Reason.ROUNDS);
  }

  @Test
  void dropsACastLikeToTheSameType() {
    rewriting(new DropNoOpCast())
        .turns("g (float[2,3] x, float k) => (float[2,3] y) { a = CastLike (x, k) y = Relu (a) }")
        .into("g (float[2,3] x, float k) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsARealCast() {
    rewriting(new DropNoOpCast())
        .ignores("g (float[2,3] x) => (double[2,3] y) { y = Cast <to = 11> (x) }");
  }

  @Test
  void keepsACastOfAnUnknownType() {
    rewriting(new DropNoOpCast())
        .ignores(
            "<ir_version: 8, opset_import: [\"\" : 17, \"other\" : 1]> g (float[2,3] x)"
                + " => (float[] y) { a = other.Thing (x) y = Cast <to = 1> (a) }");
  }
}
