package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.rewriting;

import org.junit.jupiter.api.Test;

final class DropNoOpTransposeTest {
  @Test
  void dropsTheIdentity() {
    rewriting(new DropNoOpTranspose())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) { a = Transpose <perm = [0,1]> (x) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsThereAndBack() {
    rewriting(new DropNoOpTranspose())
        .turns(
            "g (float[2,3,4] x) => (float[2,3,4] y) "
                + "{ a = Transpose <perm = [1,2,0]> (x) b = Transpose <perm = [2,0,1]> (a) y ="
                + " Relu (b) }")
        .into("g (float[2,3,4] x) => (float[2,3,4] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void mergesTwo() {
    rewriting(new DropNoOpTranspose())
        .turns(
            "g (float[2,3,4] x) => (float[4,2,3] y) "
                + "{ a = Transpose <perm = [1,2,0]> (x) y = Transpose <perm = [1,2,0]> (a) }")
        .into("g (float[2,3,4] x) => (float[4,2,3] y) { y = Transpose <perm = [2,0,1]> (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsARealTranspose() {
    rewriting(new DropNoOpTranspose())
        .ignores("g (float[2,3] x) => (float[3,2] y) { y = Transpose (x) }");
  }

  @Test
  void reversesTwice() {
    rewriting(new DropNoOpTranspose())
        .turns(
            "g (float[2,3,4] x) => (float[2,3,4] y)"
                + " { a = Transpose (x) b = Transpose (a) y = Relu (b) }")
        .into("g (float[2,3,4] x) => (float[2,3,4] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsTheWayBackWhereTheWayThereIsReadToo() {
    rewriting(new DropNoOpTranspose())
        .turns(
            "g (float[2,3,4] x) => (float[2,3,4] y, float[4,3,2] z)"
                + " { z = Transpose (x) b = Transpose (z) y = Relu (b) }")
        .into(
            "g (float[2,3,4] x) => (float[2,3,4] y, float[4,3,2] z)"
                + " { z = Transpose (x) y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsTwoWhereTheFirstIsReadElsewhere() {
    rewriting(new DropNoOpTranspose())
        .ignores(
            "g (float[2,3,4] x) => (float[4,2,3] y, float[3,4,2] z)"
                + " { z = Transpose <perm = [1,2,0]> (x) y = Transpose <perm = [1,2,0]> (z) }");
  }
}
