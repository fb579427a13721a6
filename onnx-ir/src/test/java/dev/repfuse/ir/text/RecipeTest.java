package dev.repfuse.ir.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Weights by recipe are the same numbers everywhere, and what their names promise. */
class RecipeTest {
  private static final int MANY = 20_000;

  /** The first numbers that Vigna's reference implementation prints for this seed. */
  @Test
  void drawsTheNumbersOfSplitMix64() {
    SplitMix random = new SplitMix(1234567);
    assertEquals(6457827717110365317L, random.next());
    assertEquals(3203168211198807973L, random.next());
    assertEquals(Long.parseUnsignedLong("9817491932198370423"), random.next());
  }

  @Test
  void writesConstantsAndRanges() {
    assertArrayEquals(new double[] {2.5, 2.5}, made("float[2] w ~ constant(2.5)"));
    assertArrayEquals(new double[] {1, 0.5, 0, -0.5}, made("double[2,2] w ~ range(1, -0.5)"));
    assertArrayEquals(new double[] {3}, made("float w ~ constant(3)"));
  }

  @Test
  void keepsUniformNumbersInTheirInterval() {
    double[] values =
        new Recipe.Uniform(3, 0.5, 1.5).make(ElementType.DOUBLE, Shape.of(MANY)).doubles();
    assertTrue(Arrays.stream(values).allMatch(v -> v >= 0.5 && v < 1.5));
    assertEquals(1.0, Arrays.stream(values).average().orElseThrow(), 0.01);
  }

  @Test
  void spreadsNormalNumbersAroundZero() {
    double[] values = new Recipe.Normal(5, 0.1).make(ElementType.DOUBLE, Shape.of(MANY)).doubles();
    assertEquals(0, Arrays.stream(values).average().orElseThrow(), 0.003);
    double squares = Arrays.stream(values).map(v -> v * v).average().orElseThrow();
    assertEquals(0.1, Math.sqrt(squares), 0.002);
  }

  @Test
  void makesVariancesAboveZero() {
    double[] values = made("float[100] w ~ variance(1)");
    assertTrue(Arrays.stream(values).allMatch(v -> v >= 0.3 && v <= 2.5));
  }

  @Test
  void roundsDownForWholeNumbers() {
    double[] values = made("int64[200] w ~ uniform(9, -2, 3)");
    assertArrayEquals(
        new double[] {-2, -1, 0, 1, 2}, Arrays.stream(values).distinct().sorted().toArray());
  }

  @Test
  void dependsOnTheSeedAlone() {
    assertArrayEquals(made("float[8] w ~ normal(7)"), made("float[2,4] w = ~normal(7, 1)"));
  }

  /** Pins the bytes: they must never change, or every test with a recipe changes with them. */
  @Test
  void neverChanges() {
    Tensor tensor = new Recipe.Normal(1, 1).make(ElementType.FLOAT, Shape.of(4));
    float[] pinned = {-0.03426732f, -2.5000675f, 0.087722465f, -2.027135f};
    assertTrue(tensor.sameAs(Tensor.ofFloats(Shape.of(4), pinned)), Arrays.toString(pinned));
  }

  private static double[] made(String declaration) {
    String text = "g () => (float[] y) <" + declaration + "> { y = Identity (w) }";
    return GraphText.parse(text).initializers().iterator().next().tensor().orElseThrow().doubles();
  }
}
