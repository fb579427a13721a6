package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.integer;
import static dev.repfuse.ir.infer.Sketch.ints;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators that cut a tensor along axes. */
class SliceTypesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1   | 3    | 1  | [11, 12]",
        "-2  | 9    | 1  | [13, 14]",
        "0   | 5    | 2  | [10, 12, 14]",
        "-1  | -9   | -2 | [14, 12, 10]",
        "3   | 1    | 1  | []",
        "2   | 2    | -1 | []",
        "9223372036854775807 | -9223372036854775808 | -1 | [14, 13, 12, 11, 10]",
        "4   | -9223372036854775808 | -9223372036854775808 | [14]",
      })
  void cutsNumbers(long start, long end, long step, String result) {
    Sketch sketch =
        Sketch.opset(13)
            .longs("x", 10, 11, 12, 13, 14)
            .longs("start", start)
            .longs("end", end)
            .longs("axis", 0)
            .longs("step", step)
            .node("y = Slice(x, start, end, axis, step)");
    assertEquals(result, sketch.numbers("y"));
  }

  @Test
  void cutsByAttributesInOldOpsets() {
    Sketch sketch =
        Sketch.opset(9)
            .input("x", "float[N,8,8]")
            .node("y = Slice(x)", ints("starts", 2, 0), ints("ends", -1, 4), ints("axes", 1, 2));
    assertEquals("float[N,5,4]", sketch.type("y"));
  }

  @Test
  void keepsASymbolThatIsTakenWhole() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,8]")
            .longs("zero", 0)
            .longs("max", Long.MAX_VALUE)
            .longs("one", 1)
            .node("y = Slice(x, zero, max, zero)")
            .node("z = Slice(x, one, max, zero)");
    assertEquals("float[N,8]", sketch.type("y"));
    assertEquals("float[?,8]", sketch.type("z"));
  }

  @Test
  void keepsOtherAxesWhenBoundsAreUnknown() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,8,4]")
            .input("start", "int64[1]")
            .longs("end", 3)
            .longs("axis", -1)
            .node("y = Slice(x, start, end, axis)");
    assertEquals("float[N,8,?]", sketch.type("y"));
  }

  @Test
  void refusesAStepOfZero() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[4]")
            .longs("a", 0)
            .longs("b", 4)
            .node("y = Slice(x, a, b, a, a)");
    assertEquals("it slices with a step of 0", sketch.fault());
  }

  @Test
  void splitsEvenly() {
    Sketch sketch =
        Sketch.opset(13).input("x", "float[N,8]").node("a, b = Split(x)", integer("axis", 1));
    assertEquals("float[N,4]", sketch.type("a"));
    assertEquals("float[N,4]", sketch.type("b"));
    Sketch uneven =
        Sketch.opset(18)
            .input("x", "float[N,7]")
            .node("a, b = Split(x)", integer("axis", 1), integer("num_outputs", 2));
    assertEquals("float[N,4]", uneven.type("a"));
    assertEquals("float[N,3]", uneven.type("b"));
  }

  @Test
  void splitsAsStated() {
    Sketch old =
        Sketch.opset(11)
            .input("x", "float[N,8]")
            .node("a, b = Split(x)", integer("axis", 1), ints("split", 3, 5));
    assertEquals("float[N,5]", old.type("b"));
    Sketch now =
        Sketch.opset(13).longs("x", 1, 2, 3).longs("sizes", 1, 2).node("a, b = Split(x, sizes)");
    assertEquals("[2, 3]", now.numbers("b"));
  }

  @Test
  void refusesPartsThatDoNotAddUp() {
    Sketch sketch =
        Sketch.opset(13).input("x", "float[8]").longs("sizes", 3, 4).node("a, b = Split(x, sizes)");
    assertEquals("its parts are 7 long together, axis 0 of [8] is not", sketch.fault());
  }
}
