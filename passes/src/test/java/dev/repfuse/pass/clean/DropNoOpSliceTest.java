package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.rewriting;

import org.junit.jupiter.api.Test;

final class DropNoOpSliceTest {
  @Test
  void dropsTheWhole() {
    rewriting(new DropNoOpSlice())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) <int64[1] s = {0}, int64[1] e = {9223372036854775807}, int64[1] a = {1}> "
                + "{ t = Slice (x, s, e, a) y = Relu (t) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsByKnownSize() {
    rewriting(new DropNoOpSlice())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) <int64[1] s = {-3}, int64[1] e = {3}, int64[1] a = {-1}> "
                + "{ t = Slice (x, s, e, a) y = Relu (t) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsAPart() {
    rewriting(new DropNoOpSlice())
        .ignores(
            "g (float[2,3] x) => (float[2,2] y) <int64[1] s = {1}, int64[1] e = {3}, int64[1] a = {1}> "
                + "{ y = Slice (x, s, e, a) }");
  }

  @Test
  void keepsAReversal() {
    rewriting(new DropNoOpSlice())
        .ignores(
            "g (float[2,3] x) => (float[2,3] y) <int64[1] s = {2}, int64[1] e = {-4}, int64[1] a = {1}, int64[1] t = {-1}> "
                + "{ y = Slice (x, s, e, a, t) }");
  }
}
