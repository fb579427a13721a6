package dev.repfuse.pass;

import static dev.repfuse.pass.Rewriting.rewriting;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.fold.FoldAffineRegion;
import dev.repfuse.testkit.Oracle;
import org.junit.jupiter.api.Test;

/** Models with QuantizeLinear and DequantizeLinear keep what they round. */
final class QuantizedModelTest {
  private static final String NORM =
      "float[4] g ~ uniform(3, 0.5, 1.5), float[4] b ~ normal(4), float[4] m ~ normal(5),"
          + " float[4] v ~ variance(6)";
  private static final String STEPS = "float s = {0.05}, uint8 z = {128}, float t = {0.02}, ";

  /** Runs the whole pipeline and checks that not a bit of the output changes. */
  private static Model folded(String text) {
    Model model = ModelText.parse(text);
    Driver.run(model, Pipelines.standard(ConstantEvaluator.NONE), Driver.Options.defaults());
    assertEquals(0, Oracle.difference(ModelText.parse(text), model, 1));
    return model;
  }

  @Test
  void nothingIsFoldedAcrossARounding() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,3,8,8] x) => (float[1,4,6,6] y) <float[4,3,3,3] w ~ normal(1), "
                + STEPS
                + NORM
                + "> { c = Conv (x, w) q = QuantizeLinear (c, s, z)"
                + " d = DequantizeLinear (q, s, z) y = BatchNormalization (d, g, b, m, v) }",
            Reason.NOT_LINEAR);
  }

  @Test
  void aWeightInQuantizedFormStays() {
    rewriting(new FoldAffineRegion())
        .declines(
            "g (float[1,3,8,8] x) => (float[1,4,8,8] y)"
                + " <int8[4,3,1,1] w = {1,-2,3,-4,5,-6,7,-8,9,-10,11,-12}, "
                + STEPS
                + NORM
                + "> { d = DequantizeLinear (w, s) c = Conv (x, d)"
                + " y = BatchNormalization (c, g, b, m, v) }",
            Reason.WEIGHT_QUANTIZED);
  }

  @Test
  void theWholePipelineKeepsEveryRounding() {
    Model model =
        folded(
            "g (float[1,3,8,8] x) => (float[1,4,8,8] y)"
                + " <int8[4,3,1,1] w = {1,-2,3,-4,5,-6,7,-8,9,-10,11,-12}, "
                + STEPS
                + NORM
                + "> { q = QuantizeLinear (x, s, z) d = DequantizeLinear (q, s, z)"
                + " k = DequantizeLinear (w, t) c = Conv (d, k)"
                + " p = QuantizeLinear (c, t, z) e = DequantizeLinear (p, t, z)"
                + " r = QuantizeLinear (e, t, z) f = DequantizeLinear (r, t, z)"
                + " y = BatchNormalization (f, g, b, m, v) }");

    assertEquals(
        "QuantizeLinear DequantizeLinear DequantizeLinear Conv QuantizeLinear DequantizeLinear"
            + " BatchNormalization",
        String.join(" ", model.graph().nodeList().stream().map(node -> node.opType()).toList()));
  }

  @Test
  void aPairThatNobodyReadsGoes() {
    Model model =
        folded(
            "g (float[4] x) => (float[4] y) <float s = {0.05}> { q = QuantizeLinear (x, s)"
                + " d = DequantizeLinear (q, s) y = Relu (x) }");

    assertEquals(1, model.graph().nodeCount());
  }
}
