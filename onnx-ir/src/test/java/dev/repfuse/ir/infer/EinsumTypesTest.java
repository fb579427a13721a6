package dev.repfuse.ir.infer;

import static dev.repfuse.ir.infer.Sketch.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Einsum. */
class EinsumTypesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bij, bjk -> bik | float[B,2,3] | float[?,3,4] | float[B,2,4]",
        "ij,jk           | float[2,3]   | float[3,4]   | float[2,4]",
        "ij,ij->         | float[2,3]   | float[2,3]   | float[]",
        "...j,jk->...k   | float[2,3]   | float[3,4]   | float",
      })
  void namesExtentsByLetters(String equation, String a, String b, String result) {
    Sketch sketch =
        Sketch.opset(12)
            .input("a", a)
            .input("b", b)
            .node("y = Einsum(a, b)", text("equation", equation));
    assertEquals(result, sketch.type("y"));
  }

  @Test
  void refusesTermsThatDoNotFit() {
    Sketch sketch =
        Sketch.opset(12).input("a", "float[2,3]").node("y = Einsum(a)", text("equation", "ijk->i"));
    assertEquals("its term 'ijk' does not fit the input [2,3]", sketch.fault());
  }
}
