package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.rewriting;

import org.junit.jupiter.api.Test;

final class DropNoOpPadTest {
  @Test
  void dropsPaddingByNothing() {
    rewriting(new DropNoOpPad())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) <int64[4] p = {0,0,0,0}> "
                + "{ a = Pad (x, p) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsRealPadding() {
    rewriting(new DropNoOpPad())
        .ignores("g (float[2,3] x) => (float[2,4] y) <int64[4] p = {0,0,0,1}> { y = Pad (x, p) }");
  }

  @Test
  void dropsTheOldKindToo() {
    rewriting(new DropNoOpPad())
        .turns(
            "<ir_version: 8, opset_import: [\"\" : 10]> g (float[2,3] x) => (float[2,3]"
                + " y) { a = Pad <pads = [0,0,0,0]> (x) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsReflectionByNothing() {
    rewriting(new DropNoOpPad())
        .turns(
            "g (float[2,3] x) => (float[2,3] y) <int64[4] p = {0,0,0,0}>"
                + " { a = Pad <mode = \"reflect\"> (x, p) y = Relu (a) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void dropsPaddingOfSomeAxes() {
    rewriting(new DropNoOpPad())
        .turns(
            "<ir_version: 8, opset_import: [\"\" : 18]> g (float[2,3] x) => (float[2,3]"
                + " y) <int64[2] p = {0,0}, int64[1] a = {1}>"
                + " { b = Pad (x, p, , a) y = Relu (b) }")
        .into("g (float[2,3] x) => (float[2,3] y) { y = Relu (x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsAmountsThatTheCallerSets() {
    rewriting(new DropNoOpPad())
        .ignores("g (float[2,3] x, int64[4] p) => (float[?,?] y) { y = Pad (x, p) }");
  }

  @Test
  void keepsCropping() {
    rewriting(new DropNoOpPad())
        .ignores("g (float[2,3] x) => (float[2,2] y) <int64[4] p = {0,0,0,-1}> { y = Pad (x, p) }");
  }
}
