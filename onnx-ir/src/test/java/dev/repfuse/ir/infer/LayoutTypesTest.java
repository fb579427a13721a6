package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.integer;
import static dev.repfuse.ir.infer.Sketch.ints;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Attribute;
import org.junit.jupiter.api.Test;

/** Operators that join, permute, repeat or pad. */
class LayoutTypesTest {

  private static Sketch unary(String operator, String input, Attribute... attributes) {
    return Sketch.opset(13).input("x", input).node("y = " + operator + "(x)", attributes);
  }

  @Test
  void transposes() {
    assertEquals(
        "float[4,N,3]", unary("Transpose", "float[N,3,4]", ints("perm", 2, 0, 1)).type("y"));
    assertEquals("float[4,3,N]", unary("Transpose", "float[N,3,4]").type("y"));
  }

  @Test
  void transposesNumbers() {
    Sketch sketch =
        Sketch.opset(13)
            .longs("v", 1, 2, 3, 4, 5, 6)
            .longs("shape", 2, 3)
            .node("x = Reshape(v, shape)")
            .node("y = Transpose(x)");
    assertEquals("[1, 4, 2, 5, 3, 6]", sketch.numbers("y"));
    assertEquals("int64[3,2]", sketch.type("y"));
  }

  @Test
  void refusesWrongPermutations() {
    assertEquals(
        "perm has the axis 0 twice", unary("Transpose", "float[2,3]", ints("perm", 0, 0)).fault());
    assertEquals(
        "perm has the axis 5 for rank 2",
        unary("Transpose", "float[2,3]", ints("perm", 0, 5)).fault());
    assertEquals(
        "perm has 3 axes, its input has rank 2",
        unary("Transpose", "float[2,3]", ints("perm", 0, 1, 2)).fault());
  }

  private static Sketch concat(String a, String b, long axis) {
    return Sketch.opset(13)
        .input("a", a)
        .input("b", b)
        .node("y = Concat(a, b)", integer("axis", axis));
  }

  @Test
  void addsTheExtentsOfTheJointAxis() {
    assertEquals("float[N,5,4]", concat("float[N,2,4]", "float[N,3,4]", 1).type("y"));
    assertEquals("float[N,?,4]", concat("float[N,C,4]", "float[N,3,4]", 1).type("y"));
    assertEquals("float[N,?,4]", concat("float[N,2,4]", "float", -2).type("y"));
    assertEquals("float[5,4,?]", concat("float[5,?,?]", "float[?,4,2]", -1).type("y"));
  }

  @Test
  void refusesWhatCannotBeJoined() {
    assertEquals(
        "axis 7 is out of range for rank 2", concat("float[2,3]", "float[2,3]", 7).fault());
    assertEquals(
        "it joins [2,3] and [3,3] along axis 1", concat("float[2,3]", "float[3,3]", 1).fault());
  }

  @Test
  void joinsNumbersAlongAnInnerAxis() {
    Sketch sketch =
        Sketch.opset(13)
            .longs("v", 1, 2, 3, 4)
            .longs("shape", 2, 2)
            .node("a = Reshape(v, shape)")
            .node("y = Concat(a, a)", integer("axis", 1));
    assertEquals("[1, 2, 1, 2, 3, 4, 3, 4]", sketch.numbers("y"));
  }

  @Test
  void stopsFollowingADoublingChain() {
    Sketch sketch = Sketch.opset(13).longs("v0", 1, 2);
    for (int i = 0; i < 70; i++) {
      sketch.node("v%d = Concat(v%d, v%d)".formatted(i + 1, i, i), integer("axis", 0));
    }
    assertEquals("int64[1024]", sketch.type("v9"));
    assertEquals("unknown", sketch.numbers("v10"));
    assertEquals("int64[?]", sketch.type("v70"));
  }

  @Test
  void tiles() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,3]")
            .longs("repeats", 1, 4)
            .node("y = Tile(x, repeats)");
    assertEquals("float[N,12]", sketch.type("y"));
  }

  @Test
  void padsByAttributeInputAndAxes() {
    Sketch old =
        Sketch.opset(2)
            .input("x", "float[N,3,8]")
            .node("y = Pad(x)", ints("pads", 0, 0, 1, 0, 0, 2));
    assertEquals("float[N,3,11]", old.type("y"));
    Sketch input =
        Sketch.opset(13)
            .input("x", "float[N,3,8]")
            .longs("pads", 0, 0, 1, 0, 0, -2)
            .node("y = Pad(x, pads)");
    assertEquals("float[N,3,7]", input.type("y"));
    Sketch axes =
        Sketch.opset(18)
            .input("x", "float[N,3,8]")
            .longs("pads", 1, 2)
            .longs("axes", -1)
            .node("y = Pad(x, pads, , axes)");
    assertEquals("float[N,3,11]", axes.type("y"));
  }

  @Test
  void movesBlocksBetweenDepthAndSpace() {
    assertEquals(
        "float[N,2,10,W]",
        unary("DepthToSpace", "float[N,2,10,W]", integer("blocksize", 1)).type("y"));
    assertEquals(
        "float[N,2,10,?]",
        unary("DepthToSpace", "float[N,8,5,W]", integer("blocksize", 2)).type("y"));
    assertEquals(
        "float[1,8,2,3]",
        unary("SpaceToDepth", "float[1,2,4,6]", integer("blocksize", 2)).type("y"));
    assertEquals(
        "axis 1 of [1,6,2,2] is no multiple of 4",
        unary("DepthToSpace", "float[1,6,2,2]", integer("blocksize", 2)).fault());
  }
}
