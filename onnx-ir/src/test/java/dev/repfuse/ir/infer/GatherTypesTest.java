package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.integer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import org.junit.jupiter.api.Test;

/** Operators that read or write at listed places. */
class GatherTypesTest {

  @Test
  void putsTheIndicesShapeInPlaceOfTheAxis() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,8,4]")
            .input("i", "int64[2,M]")
            .node("y = Gather(x, i)", integer("axis", 1));
    assertEquals("float[N,2,M,4]", sketch.type("y"));
  }

  @Test
  void takesNumbersAndSymbols() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,8,4]")
            .constant("last", Tensor.ofLongs(Shape.of(), -1))
            .longs("order", 2, 1)
            .node("shape = Shape(x)")
            .node("a = Gather(shape, last)")
            .node("b = Gather(shape, order)");
    assertEquals("[4]", sketch.numbers("a"));
    assertEquals("int64[]", sketch.type("a"));
    assertEquals("[4, 8]", sketch.numbers("b"));
  }

  @Test
  void takesRowsOfAMatrix() {
    Sketch sketch =
        Sketch.opset(13)
            .longs("v", 1, 2, 3, 4, 5, 6)
            .longs("shape", 3, 2)
            .longs("i", 2, 0)
            .node("x = Reshape(v, shape)")
            .longs("j", 1)
            .node("rows = Gather(x, i)")
            .node("columns = Gather(x, j)", integer("axis", 1));
    assertEquals("[5, 6, 1, 2]", sketch.numbers("rows"));
    assertEquals("[2, 4, 6]", sketch.numbers("columns"));
  }

  @Test
  void refusesIndicesOutside() {
    Sketch sketch = Sketch.opset(13).longs("x", 1, 2, 3).longs("i", 99).node("y = Gather(x, i)");
    assertEquals("index 99 is out of range for extent 3", sketch.fault());
  }

  @Test
  void gathersSlices() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,8,4,5]")
            .input("i", "int64[7,2]")
            .node("y = GatherND(x, i)");
    assertEquals("float[7,4,5]", sketch.type("y"));
  }

  @Test
  void keepsTheShapeWhenScattering() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,8]")
            .input("i", "int64[2,1]")
            .input("u", "float[2,8]")
            .node("y = ScatterND(x, i, u)");
    assertEquals("float[N,8]", sketch.type("y"));
  }

  @Test
  void samplesAGrid() {
    Sketch sketch =
        Sketch.opset(16)
            .input("x", "float[N,3,8,8]")
            .input("g", "float[N,5,6,2]")
            .node("y = GridSample(x, g)");
    assertEquals("float[N,3,5,6]", sketch.type("y"));
  }

  @Test
  void knowsTheRankOfNonZero() {
    Sketch sketch = Sketch.opset(13).input("x", "float[N,8]").node("y = NonZero(x)");
    assertEquals("int64[2,?]", sketch.type("y"));
  }

  @Test
  void addsAnAxisForOneHot() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "int64[N,4]")
            .longs("depth", 10)
            .input("values", "float[2]")
            .node("y = OneHot(x, depth, values)");
    assertEquals("float[N,4,10]", sketch.type("y"));
  }
}
