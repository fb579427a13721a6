package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.integer;
import static dev.repfuse.ir.infer.Sketch.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators that work element by element. */
class ElementwiseTypesTest {

  private static Sketch binary(String operator, String a, String b) {
    return Sketch.opset(13).input("a", a).input("b", b).node("y = " + operator + "(a, b)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "float[2,3] | float[3]     | float[2,3]",
        "float[N,3] | float[N,1]   | float[N,3]",
        "float[N,3] | float[1,1]   | float[N,3]",
        "float[N,3] | float[M,3]   | float[?,3]",
        "float[N,3] | float[5,3]   | float[5,3]",
        "float[?,3] | float[1,3]   | float[?,3]",
        "float[]    | float[4,1,2] | float[4,1,2]",
        "float      | float[4]     | float",
      })
  void broadcasts(String a, String b, String result) {
    assertEquals(result, binary("Add", a, b).type("y"));
    assertEquals(result, binary("Mul", b, a).type("y"));
  }

  @Test
  void refusesWhatCannotBroadcast() {
    assertEquals("[3] and [4] do not broadcast", binary("Add", "float[3]", "float[4]").fault());
    assertEquals("it mixes float and int64", binary("Add", "float[3]", "int64[3]").fault());
  }

  @Test
  void keepsTheFirstShapeInOldOpsets() {
    Sketch sketch =
        Sketch.opset(6)
            .input("a", "float[1,3,8,8]")
            .input("b", "float[3]")
            .node("y = Add(a, b)", integer("broadcast", 1), integer("axis", 1));
    assertEquals("float[1,3,8,8]", sketch.type("y"));
  }

  @Test
  void comparesToTruth() {
    assertEquals("bool[2,3]", binary("Less", "float[2,3]", "float[3]").type("y"));
    assertEquals("bool[N]", binary("And", "bool[N]", "bool[1]").type("y"));
  }

  @Test
  void castsByCodeAndInOldOpsetsByName() {
    Sketch now = Sketch.opset(13).input("x", "float[N]").node("y = Cast(x)", integer("to", 7));
    assertEquals("int64[N]", now.type("y"));
    Sketch old = Sketch.opset(5).input("x", "float[N]").node("y = Cast(x)", text("to", "INT32"));
    assertEquals("int32[N]", old.type("y"));
    Sketch none = Sketch.opset(13).input("x", "float[N]").node("y = Cast(x)");
    assertEquals("attribute 'to' is missing", none.fault());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Add | 7 | 2 | [9]",
        "Sub | 7 | 2 | [5]",
        "Mul | 7 | 2 | [14]",
        "Div | -7 | 2 | [-3]",
        "Mod | -7 | 2 | [1]",
        "Max | 7 | 2 | [7]",
        "Min | 7 | 2 | [2]",
        "Div | 7 | 0 | unknown",
        "Div | -9223372036854775808 | -1 | unknown",
        "Add | 9223372036854775807 | 1 | unknown",
        "Less | 2 | 7 | [1]",
        "Equal | 7 | 7 | [1]",
      })
  void followsWholeNumbers(String operator, long a, long b, String result) {
    assertEquals(
        result,
        Sketch.opset(13)
            .longs("a", a)
            .longs("b", b)
            .node("y = " + operator + "(a, b)")
            .numbers("y"));
  }

  @Test
  void followsTheFloatsOfAShapeComputation() {
    Sketch sketch =
        Sketch.opset(13)
            .longs("size", 7)
            .constant("scale", Tensor.ofFloats(Shape.of(), 1.5f))
            .node("real = Cast(size)", integer("to", 1))
            .node("scaled = Mul(real, scale)")
            .node("floor = Floor(scaled)")
            .node("y = Cast(floor)", integer("to", 7));
    assertEquals("[10]", sketch.numbers("y"));
  }

  @Test
  void roundsFloatsToTheirType() {
    Sketch sketch =
        Sketch.opset(13)
            .constant("a", Tensor.ofFloats(Shape.of(1), 0.1f))
            .constant("b", Tensor.ofFloats(Shape.of(1), 0.2f))
            .node("y = Add(a, b)");
    assertArrayEquals(
        new double[] {0.1f + 0.2f},
        sketch.types().known(sketch.value("y")).orElseThrow().doubles());
  }

  @Test
  void choosesElements() {
    Sketch sketch =
        Sketch.opset(13)
            .longs("target", -1, 4)
            .longs("minus", -1)
            .longs("shape", 2, 3)
            .node("equal = Equal(target, minus)")
            .node("y = Where(equal, shape, target)");
    assertEquals("[2, 4]", sketch.numbers("y"));
  }

  @Test
  void neverTakesASymbolForTheMarkerMinusOne() {
    Sketch sketch =
        Sketch.opset(13)
            .input("x", "float[N,3]")
            .longs("minus", -1)
            .longs("ones", 1, 1)
            .node("shape = Shape(x)")
            .node("equal = Equal(shape, minus)")
            .node("target = Where(equal, ones, shape)")
            .node("y = Expand(x, target)");
    assertEquals("float[N,3]", sketch.type("y"));
  }

  @Test
  void keepsTheTensorOfAnIdentityOfAnySize() {
    Sketch sketch = Sketch.opset(13).weight("w", "float[64,64]").node("y = Identity(w)");
    assertEquals(ElementType.FLOAT, sketch.types().known(sketch.value("y")).orElseThrow().type());
  }

  @Test
  void takesThePowersBaseType() {
    assertEquals("float[2,3]", binary("Pow", "float[2,1]", "int64[3]").type("y"));
  }
}
