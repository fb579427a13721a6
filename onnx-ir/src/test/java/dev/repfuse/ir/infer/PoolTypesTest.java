package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.integer;
import static dev.repfuse.ir.infer.Sketch.ints;
import static dev.repfuse.ir.infer.Sketch.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Attribute;
import org.junit.jupiter.api.Test;

/** Shapes of pooling operators. */
class PoolTypesTest {

  private static Sketch pool(String operator, String input, Attribute... attributes) {
    return Sketch.opset(19).input("x", input).node("y = " + operator + "(x)", attributes);
  }

  @Test
  void takesTheFloor() {
    assertEquals(
        "float[N,3,3,3]",
        pool("MaxPool", "float[N,3,8,8]", ints("kernel_shape", 3, 3), ints("strides", 2, 2))
            .type("y"));
  }

  @Test
  void takesTheCeilingWhenAsked() {
    assertEquals(
        "float[N,3,4,4]",
        pool(
                "AveragePool",
                "float[N,3,8,8]",
                ints("kernel_shape", 3, 3),
                ints("strides", 2, 2),
                integer("ceil_mode", 1))
            .type("y"));
  }

  @Test
  void leavesOpenWhetherAWindowMayStartInTheEndPadding() {
    assertEquals(
        "float[1,1,?]",
        pool(
                "MaxPool",
                "float[1,1,2]",
                ints("kernel_shape", 1),
                ints("strides", 2),
                ints("pads", 0, 1),
                integer("ceil_mode", 1))
            .type("y"));
  }

  @Test
  void givesIndicesOfTheSameShape() {
    Sketch sketch =
        Sketch.opset(12)
            .input("x", "float[1,3,8,8]")
            .node("y, i = MaxPool(x)", ints("kernel_shape", 2, 2), text("auto_pad", "VALID"));
    assertEquals("float[1,3,7,7]", sketch.type("y"));
    assertEquals("int64[1,3,7,7]", sketch.type("i"));
  }

  @Test
  void poolsGloballyToOneElement() {
    assertEquals("float[N,3,1,1]", pool("GlobalAveragePool", "float[N,3,H,W]").type("y"));
    assertEquals("float16[N,3,1]", pool("GlobalMaxPool", "float16[N,3,L]").type("y"));
  }

  @Test
  void refusesAMissingKernel() {
    assertEquals("attribute 'kernel_shape' is missing", pool("MaxPool", "float[1,3,8,8]").fault());
  }

  @Test
  void alignsRegions() {
    Sketch sketch =
        Sketch.opset(16)
            .input("x", "float[1,3,8,8]")
            .input("rois", "float[R,4]")
            .input("batch", "int64[R]")
            .node(
                "y = RoiAlign(x, rois, batch)",
                integer("output_height", 7),
                integer("output_width", 5));
    assertEquals("float[R,3,7,5]", sketch.type("y"));
  }
}
