package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;

final class DropNoOpArithmeticTest {
  @Test
  void dropsAddingZero() {
    rewriting(new DropNoOpArithmetic())
        .turns("g (float[2,3] x) => (float[2,3] y) <float z = {0}> { a = Add (z, x) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsTimesOne() {
    rewriting(new DropNoOpArithmetic())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) <float[3] o = {1,1,1}>"
                + " { a = Mul (x, o) b = Div (a, o) y = Relu (b) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsAZeroThatWidens() {
    rewriting(new DropNoOpArithmetic())
        .ignores(
            "g (float[2,3] x) => (float[4,2,3] y) <float[4,1,1] z = {0,0,0,0}> { y = Add (x, z) }");
  }

  @Test
  void keepsOneMinusX() {
    rewriting(new DropNoOpArithmetic())
        .ignores("g (float[2,3] x) => (float[2,3] y) <float z = {0}> { y = Sub (z, x) }");
  }

  @Test
  void dropsWhatFitsIntoUnknownExtents() {
    rewriting(new DropNoOpArithmetic())
        .turns(
            "g (float[N,3,?,?] x) => (float[N,3,?,?] y) <float[1,3,1,1] o = {1,1,1},"
                + " float[3,1,1] z = {0,0,0}> { a = Mul (o, x) b = Sub (a, z) y = Relu (b) }")
        .into("g (float[N,3,?,?] x) => (float[N,3,?,?] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void saysThatAZeroWidens() {
    rewriting(new DropNoOpArithmetic())
        .declines(
            "g (float[2,3] x) => (float[4,2,3] y) <float[4,1,1] z = {0,0,0,0}>"
                + " { y = Add (x, z) }",
            Reason.WIDENS);
  }

  @Test
  void keepsAOneOfHigherRank() {
    rewriting(new DropNoOpArithmetic())
        .declines(
            "g (float[2,3] x) => (float[1,2,3] y) <float[1,1,1] o = {1}>" + " { y = Mul (x, o) }",
            Reason.WIDENS);
  }

  @Test
  void keepsAnAxisThatMayBeOne() {
    rewriting(new DropNoOpArithmetic())
        .declines(
            "g (float[N,M] x) => (float[N,?] y) <float[3] z = {0,0,0}> { y = Add (x, z) }",
            Reason.WIDENS);
  }

  @Test
  void dropsWithWholeNumbers() {
    rewriting(new DropNoOpArithmetic())
        .turns(
            "g (int64[2,3] x) => (int64[2,3] y) <int64 z = {0}, int64[1] o = {1}>"
                + " { a = Add (x, z) b = Div (a, o) y = Neg (b) }")
        .into("g (int64[2,3] x) => (int64[2,3] y) { y = Neg (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsOneOverX() {
    rewriting(new DropNoOpArithmetic())
        .ignores("g (float[2,3] x) => (float[2,3] y) <float o = {1}> { y = Div (o, x) }");
  }

  @Test
  void keepsAlmostNothing() {
    rewriting(new DropNoOpArithmetic())
        .ignores(
            "g (float[2,3] x) => (float[2,3] y) <float[3] z = {0,0,1e-40}>"
                + " { y = Add (x, z) }");
  }

  @Test
  void keepsAZeroThatTheCallerMaySet() {
    rewriting(new DropNoOpArithmetic())
        .ignores("g (float[2,3] x, float z = {0}) => (float[2,3] y) { y = Add (x, z) }");
  }

  @Test
  void keepsOldBroadcasting() {
    rewriting(new DropNoOpArithmetic())
        .ignores(
            "<ir_version: 8, opset_import: [\"\" : 6]> g (float[2,3] x) => (float[2,3] y)"
                + " <float[3] z = {0,0,0}> { y = Add <broadcast = 1> (x, z) }");
  }
}
