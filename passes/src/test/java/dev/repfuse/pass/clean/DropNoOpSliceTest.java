package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.rewriting;

import org.junit.jupiter.api.Test;

final class DropNoOpSliceTest {
  @Test
  void dropsTheWhole() {
    rewriting(new DropNoOpSlice())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) <int64[1] s = {0}, int64[1] e ="
                + " {9223372036854775807}, int64[1] a = {1}> "
                + "{ t = Slice (x, s, e, a) y = Relu (t) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsByKnownSize() {
    rewriting(new DropNoOpSlice())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) <int64[1] s = {-3}, int64[1] e = {3},"
                + " int64[1] a = {-1}> "
                + "{ t = Slice (x, s, e, a) y = Relu (t) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsAPart() {
    rewriting(new DropNoOpSlice())
        .ignores(
            "g (float[2,3] x) => (float[2,2] y) <int64[1] s = {1}, int64[1] e = {3},"
                + " int64[1] a = {1}> "
                + "{ y = Slice (x, s, e, a) }");
  }

  @Test
  void keepsAReversal() {
    rewriting(new DropNoOpSlice())
        .ignores(
            "g (float[2,3] x) => (float[2,3] y) <int64[1] s = {2}, int64[1] e = {-4},"
                + " int64[1] a = {1}, int64[1] t = {-1}> "
                + "{ y = Slice (x, s, e, a, t) }");
  }

  @Test
  void dropsTheOldKindToo() {
    rewriting(new DropNoOpSlice())
        .turns(
            "<ir_version: 8, opset_import: [\"\" : 9]> g (float[2,3] x) => (float[2,3] y)"
                + " { t = Slice <starts = [0, 0], ends = [2, 2147483647]> (x) y = Relu (t) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsAnOpenAxisUpToTheEnd() {
    rewriting(new DropNoOpSlice())
        .turns(
            "g (float[N,M] x) => (float[N,M] y) <int64[2] s = {0,0}, int64[2] e ="
                + " {9223372036854775807,9223372036854775807}, int64[2] a = {0,1}, int64[2] t ="
                + " {1,1}> { b = Slice (x, s, e, a, t) y = Relu (b) }")
        .into("g (float[N,M] x) => (float[N,M] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsAnOpenAxisUpToANumber() {
    rewriting(new DropNoOpSlice())
        .ignores(
            "g (float[N,3] x) => (float[?,3] y) <int64[1] s = {0}, int64[1] e = {1000},"
                + " int64[1] a = {0}> { y = Slice (x, s, e, a) }");
  }

  @Test
  void keepsEverySecondElement() {
    rewriting(new DropNoOpSlice())
        .ignores(
            "g (float[2,1] x) => (float[1,1] y) <int64[1] s = {0}, int64[1] e = {2},"
                + " int64[1] a = {0}, int64[1] t = {2}> { y = Slice (x, s, e, a, t) }");
  }

  @Test
  void keepsBoundsThatTheCallerSets() {
    rewriting(new DropNoOpSlice())
        .ignores(
            "g (float[2,3] x, int64[1] s, int64[1] e) => (float[?,3] y)"
                + " { y = Slice (x, s, e) }");
  }

  @Test
  void keepsAllButTheLast() {
    rewriting(new DropNoOpSlice())
        .ignores(
            "g (float[2,3] x) => (float[2,2] y) <int64[1] s = {0}, int64[1] e = {-1},"
                + " int64[1] a = {1}> { y = Slice (x, s, e, a) }");
  }
}
