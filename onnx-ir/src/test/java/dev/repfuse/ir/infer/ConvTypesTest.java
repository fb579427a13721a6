package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.integer;
import static dev.repfuse.ir.infer.Sketch.ints;
import static dev.repfuse.ir.infer.Sketch.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Attribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shapes of convolutions. */
class ConvTypesTest {

  private static Sketch conv(String input, String weight, Attribute... attributes) {
    return Sketch.opset(13)
        .input("x", input)
        .weight("w", weight)
        .node("y = Conv(x, w)", attributes);
  }

  private static Sketch transposed(String input, String weight, Attribute... attributes) {
    return Sketch.opset(13)
        .input("x", input)
        .weight("w", weight)
        .node("y = ConvTranspose(x, w)", attributes);
  }

  @Test
  void shrinksByTheKernel() {
    assertEquals("float[1,4,6,6]", conv("float[1,3,8,8]", "float[4,3,3,3]").type("y"));
  }

  @Test
  void countsStridesPadsAndDilations() {
    assertEquals(
        "float[1,4,4,2]",
        conv(
                "float[1,3,8,9]",
                "float[4,3,3,3]",
                ints("strides", 2, 3),
                ints("pads", 1, 0, 1, 2),
                ints("dilations", 1, 3))
            .type("y"));
  }

  @Test
  void keepsSymbolsWherePaddingMakesUpForTheKernel() {
    Attribute pads = ints("pads", 1, 1, 1, 1);
    assertEquals("float[N,4,H,W]", conv("float[N,3,H,W]", "float[4,3,3,3]", pads).type("y"));
    assertEquals("float[N,4,?,?]", conv("float[N,3,H,W]", "float[4,3,3,3]").type("y"));
  }

  @Test
  void roundsSamePaddingUp() {
    assertEquals(
        "float[1,4,4,3]",
        conv(
                "float[1,3,7,7]",
                "float[4,3,3,3]",
                text("auto_pad", "SAME_UPPER"),
                ints("strides", 2, 3))
            .type("y"));
  }

  @Test
  void knowsOneAndThreeSpatialAxes() {
    assertEquals("float[1,6,8]", conv("float[1,2,10]", "float[6,2,3]").type("y"));
    assertEquals(
        "float[1,6,4,4,4]",
        conv("float[1,4,4,4,4]", "float[6,2,1,1,1]", integer("group", 2)).type("y"));
  }

  @Test
  void knowsTheRankOfAnUnknownInputFromTheWeight() {
    assertEquals("float[?,4,?,?]", conv("float", "float[4,3,3,3]").type("y"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "float[1,3,8,8] | float[4,2,3,3] | group | 1 | does not fit an input of 3 channels",
        "float[1,3,8,8] | float[4,3,3,3] | group | 0 | group is 0",
        "float[1,4,8,8] | float[6,1,3,3] | group | 4 | group 4 does not divide its 6 output",
        "float[1,3,8,8] | float[4,3]     | group | 1 | has no kernel axis",
        "float[1,3,8]   | float[4,3,3,3] | group | 1 | has 1 spatial axes, its kernel has 2",
      })
  void namesWhatDoesNotFit(
      String input, String weight, String attribute, long value, String fault) {
    Sketch sketch = conv(input, weight, integer(attribute, value));
    assertEquals(fault, found(fault, sketch.fault()));
    assertEquals("?", sketch.type("y"));
  }

  private static String found(String part, String whole) {
    return whole.contains(part) ? part : whole;
  }

  @Test
  void refusesIllegalWindows() {
    assertEquals(
        "attribute 'strides' has the value 0",
        conv("float[1,3,8,8]", "float[4,3,3,3]", ints("strides", 0, 1)).fault());
    assertEquals(
        "attribute 'pads' has 3 values where 4 are needed",
        conv("float[1,3,8,8]", "float[4,3,3,3]", ints("pads", 1, 1, 1)).fault());
    assertEquals(
        "kernel_shape [5, 5] does not fit its weight [4,3,3,3]",
        conv("float[1,3,8,8]", "float[4,3,3,3]", ints("kernel_shape", 5, 5)).fault());
  }

  @Test
  void doesNotGuessHugePads() {
    assertEquals(
        "float[1,4,2199023255558,6]",
        conv("float[1,3,8,8]", "float[4,3,3,3]", ints("pads", 1L << 40, 0, 1L << 40, 0)).type("y"));
    assertEquals(
        "?",
        conv("float[1,3,8,8]", "float[4,3,3,3]", ints("pads", Long.MAX_VALUE, 0, 1, 0)).type("y"));
  }

  @Test
  void growsWhenTransposed() {
    assertEquals(
        "float[1,6,17,16]",
        transposed(
                "float[1,4,8,8]",
                "float[4,3,3,2]",
                integer("group", 2),
                ints("strides", 2, 2),
                ints("output_padding", 0, 0))
            .type("y"));
  }

  @Test
  void takesTheStatedOutputShapeOfTranspose() {
    assertEquals(
        "float[1,3,20,21]",
        transposed(
                "float[1,4,8,8]",
                "float[4,3,3,3]",
                ints("strides", 2, 2),
                ints("output_shape", 20, 21))
            .type("y"));
  }

  @Test
  void multipliesByTheStrideForSamePaddingOfTranspose() {
    assertEquals(
        "float[1,3,16,?]",
        transposed(
                "float[1,4,8,W]",
                "float[4,3,3,3]",
                ints("strides", 2, 2),
                text("auto_pad", "SAME_LOWER"))
            .type("y"));
  }
}
