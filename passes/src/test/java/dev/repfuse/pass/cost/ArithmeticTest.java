package dev.repfuse.pass.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which convolutions count as dense, narrow and depthwise. */
final class ArithmeticTest {
  @ParameterizedTest
  @CsvSource({
    "1, 64, 64, DENSE",
    "1, 3, 32, DENSE",
    "1, 8, 8, NARROW",
    "4, 128, 128, DENSE",
    "8, 64, 128, DENSE",
    "16, 64, 128, NARROW",
    "32, 128, 128, NARROW",
    "64, 64, 64, DEPTHWISE",
    "64, 64, 128, NARROW"
  })
  void tellsTheKindByTheWidthOfAGroup(int group, int in, int out, Arithmetic kind) {
    assertEquals(kind, Arithmetic.of(group, in, out));
  }
}
