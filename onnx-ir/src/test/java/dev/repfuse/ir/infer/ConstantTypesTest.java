package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.integer;
import static dev.repfuse.ir.infer.Sketch.ints;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators that make a tensor from attributes and shapes. */
class ConstantTypesTest {

  @Test
  void knowsAConstantOfEveryForm() {
    Sketch sketch =
        Sketch.opset(13)
            .node("a = Constant()", Attribute.of("value", Tensor.ofLongs(Shape.of(1, 2), 3, 4)))
            .node("b = Constant()", integer("value_int", 5))
            .node("c = Constant()", ints("value_ints", 6, 7))
            .node("d = Constant()", Attribute.of("value_float", 1.5f));
    assertEquals("int64[1,2]", sketch.type("a"));
    assertEquals("[3, 4]", sketch.numbers("a"));
    assertEquals("[5]", sketch.numbers("b"));
    assertEquals("int64[2]", sketch.type("c"));
    assertEquals("float[]", sketch.type("d"));
  }

  @Test
  void fillsAShape() {
    Sketch sketch =
        Sketch.opset(13)
            .longs("shape", 2, 2)
            .node("a = ConstantOfShape(shape)")
            .node(
                "b = ConstantOfShape(shape)",
                Attribute.of("value", Tensor.ofLongs(Shape.of(1), 9)));
    assertEquals("float[2,2]", sketch.type("a"));
    assertEquals("[9, 9, 9, 9]", sketch.numbers("b"));
  }

  @Test
  void knowsTheSymbolsOfAFilledShape() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,3]")
            .node("shape = Shape(x)")
            .node("y = ConstantOfShape(shape)");
    assertEquals("float[N,3]", sketch.type("y"));
  }

  @Test
  void doesNotFillHugeShapes() {
    Sketch sketch =
        Sketch.opset(13).longs("shape", 1 << 20, 1 << 20).node("y = ConstantOfShape(shape)");
    assertEquals("float[1048576,1048576]", sketch.type("y"));
    assertEquals("unknown", sketch.numbers("y"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 5 | 2  | [0, 2, 4]",
        "5 | 0 | -2 | [5, 3, 1]",
        "3 | 3 | 1 | []",
        "0 | 5 | -1 | []",
      })
  void counts(long start, long limit, long delta, String result) {
    Sketch sketch =
        Sketch.opset(13)
            .constant("a", Tensor.ofLongs(Shape.of(), start))
            .constant("b", Tensor.ofLongs(Shape.of(), limit))
            .constant("c", Tensor.ofLongs(Shape.of(), delta))
            .node("y = Range(a, b, c)");
    assertEquals(result, sketch.numbers("y"));
  }

  @Test
  void countsUpToASymbol() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,3]")
            .constant("zero", Tensor.ofLongs(Shape.of(), 0))
            .constant("one", Tensor.ofLongs(Shape.of(), 1))
            .node("shape = Shape(x)")
            .node("n = Gather(shape, zero)")
            .node("y = Range(zero, n, one)");
    assertEquals("int64[N]", sketch.type("y"));
  }

  @Test
  void refusesStepsOfZeroAndSurvivesHugeRanges() {
    Sketch sketch =
        Sketch.opset(13)
            .constant("zero", Tensor.ofLongs(Shape.of(), 0))
            .constant("one", Tensor.ofLongs(Shape.of(), 1))
            .constant("huge", Tensor.ofLongs(Shape.of(), 1L << 60))
            .node("big = Range(zero, huge, one)")
            .node("y = Range(zero, one, zero)");
    assertEquals("int64[1152921504606846976]", sketch.type("big"));
    assertEquals("it counts in steps of 0", sketch.fault());
  }

  @Test
  void knowsNothingOfRandomNumbersButTheirShape() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "double[N,3]")
            .node("a = RandomNormal()", ints("shape", 2, 3))
            .node("b = RandomUniformLike(x)")
            .node("c = EyeLike(x)", integer("dtype", 1));
    assertEquals("float[2,3]", sketch.type("a"));
    assertEquals("double[N,3]", sketch.type("b"));
    assertEquals("float[N,3]", sketch.type("c"));
    assertEquals("unknown", sketch.numbers("a"));
  }
}
