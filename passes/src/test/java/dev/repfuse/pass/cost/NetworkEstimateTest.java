package dev.repfuse.pass.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.text.ModelText;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Whole networks by a target's rates. */
final class NetworkEstimateTest {
  private static final Target TARGET = new Target("t", 10, 5, 2, 4, 100, 16);

  private static double of(int channels) {
    String text =
        ("g (float[N,16,8,8] x) => (float[N,16,8,8] y) <float[%1$d,16,3,3] v ~ normal(1),"
                + " float[16,%1$d,1,1] w ~ normal(2)>"
                + " { a = Conv <pads = [1,1,1,1]> (x, v) y = Conv (a, w) }")
            .formatted(channels);
    return NetworkEstimate.of(ModelText.parse(text), TARGET).orElseThrow();
  }

  /** The first convolution is bound by arithmetic, the second by memory; each is launched. */
  @Test
  void addsUpItsNodes() {
    double arithmetic = 64 * 16 * 16 * 9 / 10.0;
    double memory = 4 * (64 * 16 + 64 * 16 + 16 * 16) / 4.0;
    assertEquals(arithmetic + memory + 2 * 100, of(16), 1e-9);
  }

  @Test
  void widthsBetweenMultiplesCostTheUpperOne() {
    assertTrue(of(17) > 0.95 * of(32), of(17) + " and " + of(32));
    assertEquals(2, of(32) / of(16), 0.1);
  }

  @Test
  void withoutLayersThereIsNone() {
    assertEquals(
        OptionalDouble.empty(),
        NetworkEstimate.of(
            ModelText.parse("g (float[1,2] x) => (float[1,2] y) { y = Relu (x) }"), TARGET));
  }
}
