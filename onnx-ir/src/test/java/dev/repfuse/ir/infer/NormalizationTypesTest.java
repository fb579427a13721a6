package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.integer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Normalizations and Dropout. */
class NormalizationTypesTest {

  private static Sketch batch(long opset, String input, String parameters) {
    return Sketch.opset(opset)
        .input("x", input)
        .weight("p", parameters)
        .node("y = BatchNormalization(x, p, p, p, p)");
  }

  @Test
  void keepsTheTypeOfItsInput() {
    assertEquals("float[N,4,H,W]", batch(15, "float[N,4,H,W]", "float[4]").type("y"));
    assertEquals("float[N,4,H,W]", batch(7, "float[N,4,H,W]", "float[4]").type("y"));
  }

  @Test
  void learnsTheChannelsFromTheParameters() {
    assertEquals("float[N,4,?]", batch(15, "float[N,?,?]", "float[4]").type("y"));
  }

  @Test
  void refusesParametersOfOtherLengths() {
    assertEquals(
        "its parameter 'p' is [1], which does not fit 4 channels",
        batch(9, "float[N,4,8,8]", "float[1]").fault());
    assertEquals(
        "its parameter 'p' is [1,4], which does not fit 4 channels",
        batch(15, "float[N,4,8,8]", "float[1,4]").fault());
  }

  @Test
  void givesLayerStatistics() {
    Sketch sketch =
        Sketch.opset(17)
            .input("x", "float16[N,5,64]")
            .input("s", "float16[64]")
            .node("y, mean, deviation = LayerNormalization(x, s)");
    assertEquals("float16[N,5,64]", sketch.type("y"));
    assertEquals("float[N,5,1]", sketch.type("mean"));
    assertEquals("float[N,5,1]", sketch.type("deviation"));
  }

  @Test
  void keepsTheTypeOfOtherNormalizations() {
    Sketch sketch =
        Sketch.opset(21)
            .input("x", "float[N,4,8,8]")
            .weight("p", "float[4]")
            .node("a = InstanceNormalization(x, p, p)")
            .node("b = GroupNormalization(x, p, p)", integer("num_groups", 2))
            .node("c = LRN(x)", integer("size", 3));
    assertEquals("float[N,4,8,8]", sketch.type("a"));
    assertEquals("float[N,4,8,8]", sketch.type("b"));
    assertEquals("float[N,4,8,8]", sketch.type("c"));
  }

  @Test
  void dropsOut() {
    Sketch sketch = Sketch.opset(13).longs("x", 1, 2).node("y, mask = Dropout(x)");
    assertEquals("[1, 2]", sketch.numbers("y"));
    assertEquals("bool[2]", sketch.type("mask"));
  }
}
