package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.integer;
import static dev.repfuse.ir.infer.Sketch.ints;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Operators that reduce axes. */
class ReduceTypesTest {

  @Test
  void reducesByAttribute() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,3,8,8]")
            .node("a = ReduceMean(x)", ints("axes", 2, -1))
            .node("b = ReduceMean(x)", ints("axes", 2, 3), integer("keepdims", 0))
            .node("c = ReduceMean(x)");
    assertEquals("float[N,3,1,1]", sketch.type("a"));
    assertEquals("float[N,3]", sketch.type("b"));
    assertEquals("float[1,1,1,1]", sketch.type("c"));
  }

  @Test
  void reducesByInput() {
    Sketch sketch =
        Sketch.opset(18)
            .input("x", "float[N,3,8]")
            .input("unknown", "int64[1]")
            .longs("axes", 1)
            .node("a = ReduceMean(x, axes)", integer("keepdims", 0))
            .node("b = ReduceSum(x)", integer("noop_with_empty_axes", 1))
            .node("c = ReduceMax(x, unknown)")
            .node("d = ReduceMax(x, unknown)", integer("keepdims", 0));
    assertEquals("float[N,8]", sketch.type("a"));
    assertEquals("float[N,3,8]", sketch.type("b"));
    assertEquals("float[?,?,?]", sketch.type("c"));
    assertEquals("float", sketch.type("d"));
  }

  @Test
  void multipliesExtents() {
    Sketch sketch =
        Sketch.opset(13)
            .longs("x", 2, 3, 4)
            .node("y = ReduceProd(x)", integer("keepdims", 0))
            .node("z = ReduceSum(x)");
    assertEquals("[24]", sketch.numbers("y"));
    assertEquals("int64[]", sketch.type("y"));
    assertEquals("[9]", sketch.numbers("z"));
    assertEquals("int64[1]", sketch.type("z"));
  }

  @Test
  void findsPlaces() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,3,8]")
            .node("y = ArgMax(x)", integer("axis", 1), integer("keepdims", 0));
    assertEquals("int64[N,8]", sketch.type("y"));
  }

  @Test
  void takesTheLargest() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,30]")
            .longs("k", 5)
            .node("values, places = TopK(x, k)");
    assertEquals("float[N,5]", sketch.type("values"));
    assertEquals("int64[N,5]", sketch.type("places"));
  }

  @Test
  void refusesAxesOutside() {
    Sketch sketch =
        Sketch.opset(13).input("x", "float[2,3]").node("y = ReduceMean(x)", ints("axes", 2));
    assertEquals("axis 2 is out of range for rank 2", sketch.fault());
  }
}
