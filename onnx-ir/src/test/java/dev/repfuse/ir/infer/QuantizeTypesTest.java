package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.integer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Quantization. */
class QuantizeTypesTest {

  @Test
  void takesTheTypeOfTheZeroPoint() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,3,8]")
            .weight("s", "float[3]")
            .weight("z", "int8[3]")
            .node("q = QuantizeLinear(x, s, z)", integer("axis", 1))
            .node("y = DequantizeLinear(q, s, z)", integer("axis", 1));
    assertEquals("int8[N,3,8]", sketch.type("q"));
    assertEquals("float[N,3,8]", sketch.type("y"));
  }

  @Test
  void quantizesToBytesByDefault() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,3]")
            .weight("s", "float[]")
            .node("y = QuantizeLinear(x, s)")
            .node("q, scale, zero = DynamicQuantizeLinear(x)");
    assertEquals("uint8[N,3]", sketch.type("y"));
    assertEquals("uint8[N,3]", sketch.type("q"));
    assertEquals("float[]", sketch.type("scale"));
  }

  @Test
  void refusesScalesThatDoNotFitTheAxis() {
    Sketch length =
        Sketch.opset(13)
            .input("x", "float[N,3,8]")
            .weight("s", "float[5]")
            .node("y = QuantizeLinear(x, s)");
    assertEquals("its scale [5] does not fit 3 elements of the axis", length.fault());
    Sketch axis =
        Sketch.opset(13)
            .input("x", "float[N,3,8]")
            .weight("s", "float[3]")
            .node("y = QuantizeLinear(x, s)", integer("axis", 9));
    assertEquals("axis 9 is out of range for rank 3", axis.fault());
    Sketch zero =
        Sketch.opset(13)
            .input("x", "float[N,3,8]")
            .weight("s", "float[3]")
            .weight("z", "uint8[2]")
            .node("y = QuantizeLinear(x, s, z)");
    assertEquals("its scale is [3] and its zero point [2]", zero.fault());
  }
}
