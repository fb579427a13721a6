package dev.repfuse.pass.prune;

import static dev.repfuse.pass.prune.Narrowing.narrowing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.text.ModelText;
import org.junit.jupiter.api.Test;

/** Weights that are stored in quantized form lose channels like others. */
final class QuantizedWeightsTest {
  private static final String TEXT =
      """
      <ir_version: 9, opset_import: ["" : 17]>
      g (float[1,1,4,4] x) => (float[1,1,4,4] y)
      <int8[3,1,1,1] v = {10, 20, 30}, float[3] s = {3, 1, 0.1}, int8[3] z = {0, 0, 0},
       int32[3] b = {4, 5, 6}, float[3] t = {1, 1, 1}, int8[1,3,1,1] w = {1, 2, 3}, float u = {0.5}>
      { p = DequantizeLinear <axis = 0> (v, s, z) q = DequantizeLinear <axis = 0> (b, t)
        a = Conv (x, p, q) r = Relu (a) o = DequantizeLinear (w, u) y = Conv (r, o) }
      """;

  @Test
  void storedNumbersScalesAndZeroPointsGo() {
    narrowing(TEXT).dropping("v", 0, 2).exactly();
  }

  /** What counts is what the layer sees: 30, 20 and 3. */
  @Test
  void importanceIsThatOfTheScaledNumbers() {
    Model model = ModelText.parse(TEXT);
    Network network = Network.of(model);
    ChannelGroup group =
        network.groups().stream().filter(network::isPrunable).findFirst().orElseThrow();
    double[] scores = network.importance(group, Criterion.L1, 0).orElseThrow();
    assertEquals(10, scores[0] / scores[2], 1e-6);
    assertEquals(1.5, scores[0] / scores[1], 1e-6);
  }

  @Test
  void fourBitsStay() {
    String four =
        TEXT.replace("int8[3,1,1,1] v = {10, 20, 30}", "int4[3,1,1,1] v = {1, 2, 3}")
            .replace("int8[3] z", "int4[3] z")
            .replace("ir_version: 9", "ir_version: 10")
            .replace("\"\" : 17", "\"\" : 21");
    assertEquals(
        "initializer 'v': its elements take no whole bytes", narrowing(four).pinOf("v", 0));
  }
}
