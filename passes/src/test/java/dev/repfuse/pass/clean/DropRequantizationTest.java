package dev.repfuse.pass.clean;

import static dev.repfuse.pass.Rewriting.rewriting;

import dev.repfuse.pass.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DropRequantizationTest {
  private static final String HEAD =
      "g (uint8[2,4] x) => (float[2,4] y) <float s = {0.1}, uint8 z = {128}, float t = {0.2},"
          + " uint8 o = {127}, int8 i = {0}, float[4] c = {0.1, 0.2, 0.3, 0.4},"
          + " uint8[4] k = {1, 2, 3, 4}, float h = {3e38}> ";
  private static final String ONCE = "g (uint8[2,4] x) => (float[2,4] y) ";

  private static void turns(String first, String second, String last) {
    rewriting(new DropRequantization())
        .turns(HEAD + "{ f = " + first + " q = " + second + " y = " + last.replace("@", "q") + " }")
        .into(ONCE + "{ y = " + last.replace("@", "x") + " }")
        .keepingNumbersWithin(0);
  }

  private static void declines(String first, String second, String last) {
    rewriting(new DropRequantization())
        .declines(
            HEAD + "{ f = " + first + " q = " + second + " y = " + last + " }", Reason.ROUNDS);
  }

  @Test
  void dropsOneScaleForAll() {
    turns("DequantizeLinear (x, s, z)", "QuantizeLinear (f, s, z)", "DequantizeLinear (@, s, z)");
  }

  @Test
  void dropsAScaleForEachChannel() {
    turns(
        "DequantizeLinear <axis = 1> (x, c, k)",
        "QuantizeLinear (f, c, k)",
        "DequantizeLinear (@, c, k)");
  }

  @Test
  void takesAnAbsentZeroPointForZero() {
    turns("DequantizeLinear (x, s)", "QuantizeLinear (f, s)", "DequantizeLinear (@, s)");
  }

  /** Whatever the scale, no number of the type is rounded to another one. */
  @ParameterizedTest
  @ValueSource(strings = {"1.2e-38", "0.0039215689", "0.33333334", "1", "1e30", "-7.7e-5"})
  void isExactForEverySixteenBitNumber(String scale) {
    StringBuilder all = new StringBuilder();
    for (int number = 0; number < 1 << 16; number++) {
      all.append(number == 0 ? "" : ",").append(number);
    }
    rewriting(new DropRequantization())
        .turns(
            "<ir_version: 10, opset_import: [\"\" : 21]> g (int32[65536] x) => (int32[65536] y)"
                + " <float s = {"
                + scale
                + "}, uint16 z = {32769}, uint16[65536] a = {"
                + all
                + "}>"
                + " { f = DequantizeLinear (a, s, z) q = QuantizeLinear (f, s, z)"
                + " n = Cast <to = 6> (q) y = Sub (n, x) }")
        .keepingNumbersWithin(0);
  }

  @Test
  void keepsOtherScales() {
    declines(
        "DequantizeLinear (x, s, z)", "QuantizeLinear (f, t, z)", "DequantizeLinear (q, t, z)");
  }

  @Test
  void keepsOtherZeroPoints() {
    declines(
        "DequantizeLinear (x, s, z)", "QuantizeLinear (f, s, o)", "DequantizeLinear (q, s, o)");
  }

  @Test
  void keepsOtherTypes() {
    declines("DequantizeLinear (x, s)", "QuantizeLinear (f, s, i)", "DequantizeLinear (q, s, i)");
  }

  @Test
  void keepsAProductThatOverflows() {
    declines(
        "DequantizeLinear (x, h, z)", "QuantizeLinear (f, h, z)", "DequantizeLinear (q, s, z)");
  }

  @Test
  void keepsAScaleThatTheCallerGives() {
    rewriting(new DropRequantization())
        .declines(
            "g (uint8[4] x, float s) => (float[4] y) { f = DequantizeLinear (x, s)"
                + " q = QuantizeLinear (f, s) y = DequantizeLinear (q, s) }",
            Reason.ROUNDS);
  }

  @Test
  void ignoresTheOtherOrder() {
    rewriting(new DropRequantization())
        .ignores(
            "g (float[4] x) => (float[4] y) <float s = {0.1}>"
                + " { q = QuantizeLinear (x, s) y = DequantizeLinear (q, s) }");
  }

  @Test
  void keepsTheNameOfAnOutput() {
    rewriting(new DropRequantization())
        .declines(
            "g (uint8[4] x) => (uint8[4] y) <float s = {0.1}>"
                + " { f = DequantizeLinear (x, s) y = QuantizeLinear (f, s) }",
            Reason.KEEPS_NAME);
  }
}
