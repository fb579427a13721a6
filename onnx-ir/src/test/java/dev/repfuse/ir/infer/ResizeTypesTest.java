package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.ints;
import static dev.repfuse.ir.infer.Sketch.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import org.junit.jupiter.api.Test;

/** Shapes of Resize and Upsample. */
class ResizeTypesTest {
  private static final Tensor DOUBLE_PLANES = Tensor.ofFloats(Shape.of(4), 1, 1, 2, 2);

  @Test
  void scalesInEveryOpset() {
    Sketch seven =
        Sketch.opset(7)
            .input("x", "float[N,3,8,W]")
            .node(
                "y = Upsample(x)",
                Attribute.of("scales", new Attribute.FloatValues(new float[] {1, 1, 2, 2})));
    assertEquals("float[N,3,16,?]", seven.type("y"));
    Sketch nine =
        Sketch.opset(9)
            .input("x", "float[N,3,8,8]")
            .constant("s", DOUBLE_PLANES)
            .node("y = Upsample(x, s)");
    assertEquals("float[N,3,16,16]", nine.type("y"));
    Sketch ten =
        Sketch.opset(10)
            .input("x", "float[N,3,8,8]")
            .constant("s", DOUBLE_PLANES)
            .node("y = Resize(x, s)");
    assertEquals("float[N,3,16,16]", ten.type("y"));
    Sketch eleven =
        Sketch.opset(11)
            .input("x", "float[N,3,8,8]")
            .constant("s", DOUBLE_PLANES)
            .node("y = Resize(x, , s)");
    assertEquals("float[N,3,16,16]", eleven.type("y"));
  }

  @Test
  void takesTheFloorOfFractions() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[1,1,7,9]")
            .constant("s", Tensor.ofFloats(Shape.of(4), 1, 1, 1.5f, 0.6f))
            .node("y = Resize(x, , s)");
    assertEquals("float[1,1,10,5]", sketch.type("y"));
  }

  @Test
  void takesSizesMadeOfShapePieces() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,3,H,W]")
            .longs("first", 0, 1)
            .longs("planes", 20, 30)
            .node("shape = Shape(x)")
            .node("outer = Gather(shape, first)")
            .node("sizes = Concat(outer, planes)", Sketch.integer("axis", 0))
            .node("y = Resize(x, , , sizes)");
    assertEquals("float[N,3,20,30]", sketch.type("y"));
  }

  @Test
  void resizesOnlyTheListedAxes() {
    Sketch sketch =
        Sketch.opset(18)
            .input("x", "float[N,3,8,8]")
            .longs("sizes", 20, 30)
            .node("y = Resize(x, , , sizes)", ints("axes", 2, 3));
    assertEquals("float[N,3,20,30]", sketch.type("y"));
  }

  @Test
  void doesNotGuessKeptAspectRatios() {
    Sketch sketch =
        Sketch.opset(18)
            .input("x", "float[N,3,8,8]")
            .longs("sizes", 20, 30)
            .node(
                "y = Resize(x, , , sizes)",
                ints("axes", 2, 3),
                text("keep_aspect_ratio_policy", "not_larger"));
    assertEquals("float[N,3,?,?]", sketch.type("y"));
  }
}
