package dev.repfuse.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.text.ModelText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle computes, compares, and says what it cannot do. */
class OracleTest {
  private static final long SEED = 1;

  @Test
  void computes() {
    Model model =
        ModelText.parse("g (float[2] x) => (float[2] y) <float[2] k = {1,2}> { y = Add (x, k) }");
    Map<String, Tensor> outputs =
        Oracle.run(model, Map.of("x", Tensor.ofFloats(Shape.of(2), 5, 6)));
    assertArrayEquals(new double[] {6, 8}, output(outputs, "y").doubles());
  }

  @Test
  void computesScalarsAndOutputsWithoutElements() {
    Model model =
        ModelText.parse(
            "g () => (float s, float[0] e) <float k = {3}, float[0] n = {}>"
                + " { s = Neg (k) e = Neg (n) }");
    Map<String, Tensor> outputs = Oracle.constants(model);
    assertArrayEquals(new double[] {-3}, output(outputs, "s").doubles());
    assertEquals(0, output(outputs, "e").elementCount());
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "double", "float16", "int64", "int32", "uint8", "int8", "bool"})
  void takesAndGivesEveryCommonType(String type) {
    Model model =
        ModelText.parse("g (%s[N,3] x) => (%s[N,3] y) { y = Identity (x) }".formatted(type, type));
    Map<String, Tensor> inputs = RandomInputs.of(model, SEED);
    assertEquals(0, Difference.of(output(inputs, "x"), output(Oracle.run(model, inputs), "y")));
  }

  @Test
  void measuresAgainstTheLargestMagnitude() {
    Model a = ModelText.parse("g () => (float[2] y) <float[2] k = {10,1}> { y = Identity (k) }");
    Model b = ModelText.parse("g () => (float[2] y) <float[2] k = {10,2}> { y = Identity (k) }");
    assertEquals(0.1, Oracle.difference(a, b, SEED), 1e-12);
    assertEquals(0, Oracle.difference(a, a, SEED));
  }

  @Test
  void outputsOfOtherShapesOrNamesNeverAgree() {
    Model a = ModelText.parse("g () => (float[2] y) <float[2] k = {1,1}> { y = Identity (k) }");
    Model b = ModelText.parse("g () => (float[1,2] y) <float[1,2] k = {1,1}> { y = Identity (k) }");
    Model c = ModelText.parse("g () => (float[2] z) <float[2] k = {1,1}> { z = Identity (k) }");
    assertEquals(Double.POSITIVE_INFINITY, Oracle.difference(a, b, SEED));
    assertThrows(IllegalArgumentException.class, () -> Oracle.difference(a, c, SEED));
  }

  @Test
  void equalNansAgreeAndLoneOnesNever() {
    Tensor nan = Tensor.ofFloats(Shape.of(2), 1, Float.NaN);
    assertEquals(0, Difference.of(nan, nan));
    assertEquals(Double.POSITIVE_INFINITY, Difference.of(nan, Tensor.ofFloats(Shape.of(2), 1, 1)));
  }

  @Test
  void equalSymbolsGetEqualExtents() {
    Model model =
        ModelText.parse(
            "g (float[N,C] x, float[C,N] w, int64[?] i) => (float[] y) { y = MatMul (x, w) }");
    Map<String, Tensor> inputs = RandomInputs.of(model, SEED);
    assertEquals(
        List.of(Shape.of(2, 7), Shape.of(7, 2), Shape.of(2)),
        inputs.values().stream().map(Tensor::shape).toList());
  }

  @Test
  void leavesInputsWithDefaultsToTheirDefaults() {
    Model model =
        ModelText.parse("g (float[1] x = {4}, float[1] z) => (float[1] y) { y = Add (x, z) }");
    assertEquals(List.of("z"), List.copyOf(RandomInputs.of(model, SEED).keySet()));
  }

  @Test
  void saysWhatOnnxRuntimeRefuses() {
    Model model = ModelText.parse("g (float[1] x) => (float[1] y) { y = NoSuchOperator (x) }");
    assertThrows(IllegalStateException.class, () -> Oracle.difference(model, model, SEED));
  }

  private static Tensor output(Map<String, Tensor> tensors, String name) {
    return java.util.Optional.ofNullable(tensors.get(name)).orElseThrow();
  }
}
