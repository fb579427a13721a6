package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.integer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Matrix products. */
class MatMulTypesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "float[2,3]     | float[3,4]     | float[2,4]",
        "float[N,5,3]   | float[3,4]     | float[N,5,4]",
        "float[N,1,5,3] | float[6,3,4]   | float[N,6,5,4]",
        "float[3]       | float[3,4]     | float[4]",
        "float[2,3]     | float[3]       | float[2]",
        "float[3]       | float[3]       | float[]",
        "float[3]       | float[7,3,4]   | float[7,4]",
        "float          | float[3,4]     | float",
      })
  void multiplies(String a, String b, String result) {
    assertEquals(
        result, Sketch.opset(13).input("a", a).input("b", b).node("y = MatMul(a, b)").type("y"));
  }

  @Test
  void refusesInnerExtentsThatDiffer() {
    Sketch sketch =
        Sketch.opset(13).input("a", "float[2,3]").input("b", "float[4,5]").node("y = MatMul(a, b)");
    assertEquals("[2,3] and [4,5] cannot be multiplied as matrices", sketch.fault());
  }

  @Test
  void readsGemmTransposed() {
    Sketch sketch =
        Sketch.opset(13)
            .input("a", "float[N,3]")
            .input("b", "float[10,3]")
            .input("c", "float[10]")
            .node("y = Gemm(a, b, c)", integer("transB", 1));
    assertEquals("float[N,10]", sketch.type("y"));
  }

  @Test
  void refusesAnAddendThatDoesNotBroadcast() {
    Sketch sketch =
        Sketch.opset(13)
            .input("a", "float[N,3]")
            .input("b", "float[3,10]")
            .input("c", "float[9]")
            .node("y = Gemm(a, b, c)");
    assertEquals("its addend [9] does not broadcast to [N,10]", sketch.fault());
  }

  @Test
  void givesIntegersForQuantizedProducts() {
    Sketch sketch =
        Sketch.opset(13)
            .input("a", "uint8[N,3]")
            .input("b", "int8[3,4]")
            .node("y = MatMulInteger(a, b)");
    assertEquals("int32[N,4]", sketch.type("y"));
  }
}
