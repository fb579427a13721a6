package dev.repfuse.prove;

import static dev.repfuse.prove.ModelPairs.proved;
import static dev.repfuse.prove.ModelPairs.refuted;
import static dev.repfuse.prove.ModelPairs.sampled;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.testkit.Oracle;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Resize is what ONNX Runtime computes, or not judged. */
final class ResizeRulesTest {
  private static final String CONSTANTS =
      "float[1,2,5,6] x ~ normal(1), float[4] twice = {1,1,2,3}, float[4] half = {1,1,0.5,0.5},"
          + " float[4] odd = {1,1,1.25,1.75}, float[4] less = {1,1,0.8,0.75},"
          + " int64[4] sizes = {1,2,8,4}, int64[2] some = {11,4}, float[4] slightly = {1,1,0.4,0.33333334},"
          + " float[1] roi = {0}";

  private static Model model(String attributes, String operands) {
    return ModelText.parse(
        "<ir_version: 9, opset_import: [\"\" : 19]> g () => (float[] y) <%s> { y = Resize <%s> (x, \"\", %s) }"
            .formatted(CONSTANTS, attributes, operands));
  }

  private static Dense evaluated(Model model) {
    Side side = new Side(model);
    model.graph().nodes().forEach(side::learn);
    return side.evaluate(model.graph().outputs().getFirst().value());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mode = \"nearest\" | twice",
        "mode = \"nearest\" | half",
        "mode = \"nearest\", nearest_mode = \"round_prefer_ceil\" | half",
        "mode = \"nearest\", nearest_mode = \"floor\" | odd",
        "mode = \"nearest\", nearest_mode = \"ceil\", coordinate_transformation_mode = \"asymmetric\" | odd",
        "mode = \"nearest\", nearest_mode = \"floor\", coordinate_transformation_mode = \"asymmetric\" | twice",
        "mode = \"nearest\", nearest_mode = \"floor\", coordinate_transformation_mode = \"align_corners\" | \"\", sizes",
        "mode = \"linear\" | twice",
        "mode = \"linear\" | half",
        "mode = \"linear\" | less",
        "mode = \"linear\" | \"\", sizes",
        "mode = \"linear\", coordinate_transformation_mode = \"asymmetric\" | odd",
        "mode = \"linear\", coordinate_transformation_mode = \"align_corners\" | twice",
        "mode = \"linear\", coordinate_transformation_mode = \"pytorch_half_pixel\" | \"\", sizes",
        "mode = \"linear\", coordinate_transformation_mode = \"half_pixel_symmetric\" | odd",
        "mode = \"linear\", axes = [-1,2] | \"\", some",
        "mode = \"linear\", axes = [2,3], keep_aspect_ratio_policy = \"not_larger\" | \"\", some",
        "mode = \"linear\", axes = [2,3], keep_aspect_ratio_policy = \"not_smaller\" | \"\", some",
        "mode = \"cubic\" | twice",
        "mode = \"cubic\", cubic_coeff_a = -0.5 | less",
        "mode = \"cubic\", exclude_outside = 1 | odd",
        "mode = \"cubic\", coordinate_transformation_mode = \"align_corners\" | \"\", sizes"
      })
  void agreesWithOnnxRuntime(String attributes, String operands) {
    Model model = model(attributes, operands);
    Tensor expected = Oracle.constants(model).values().iterator().next();

    Dense actual = evaluated(model);

    long[] extents = Arrays.stream(actual.shape()).asLongStream().toArray();
    assertArrayEquals(expected.shape().sizes().orElseThrow(), extents);
    double[] wanted = expected.doubles();
    for (int i = 0; i < wanted.length; i++) {
      assertEquals(wanted[i], actual.values()[i], 1e-5 * (1 + actual.magnitudes()[i]));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mode = \"linear\", antialias = 1 | half | filters",
        "mode = \"nearest\", coordinate_transformation_mode = \"tf_crop_and_resize\" | half | tf_crop",
        "mode = \"linear\", exclude_outside = 1 | half | leaves out",
        "mode = \"linear\", coordinate_transformation_mode = \"align_corners\" | odd | corners",
        "mode = \"nearest\", nearest_mode = \"floor\", coordinate_transformation_mode = \"asymmetric\""
            + " | slightly | by rounding"
      })
  void whatIsNotJudged(String attributes, String operands, String reason) {
    Model model = model(attributes, operands);
    Unprovable refusal = assertThrows(Unprovable.class, () -> evaluated(model));
    assertTrue(refusal.reason().contains(reason), refusal.reason());
  }

  private static String graph(String extents, String constants, String nodes) {
    return "<ir_version: 9, opset_import: [\"\" : 19]> g (float%s x) => (float[] y) <%s> { %s }"
        .formatted(extents, constants, nodes);
  }

  private static final String NORM =
      "float[2] s = {0.5,2}, float[2] b = {1,-1}, float[2] m = {0.25,0.5}, float[2] v = {1,4},"
          + " float[4] twice = {1,1,2,2}, float[4] wide = {1,1,2,4}";

  @ParameterizedTest
  @ValueSource(strings = {"nearest", "linear", "cubic"})
  void aNormalizationMayMoveInFront(String mode) {
    String resize = "Resize <mode = \"%s\"> ".formatted(mode);
    String behind =
        graph(
            "[1,2,30,30]",
            NORM,
            "t = " + resize + "(x, \"\", twice) y = BatchNormalization (t, s, b, m, v)");
    String before =
        graph(
            "[1,2,30,30]",
            NORM,
            "u = BatchNormalization (x, s, b, m, v) y = " + resize + "(u, \"\", twice)");
    if (mode.equals("cubic")) {
      assertTrue(proved(behind, before).bound().units() < 4);
    } else {
      proved(behind, before);
    }
    refuted(behind, before.replace("{0.5,2}", "{0.5,2.001}"));
  }

  @Test
  void otherModesAreOtherFunctions() {
    String near =
        graph("[1,2,30,30]", NORM, "t = Resize <mode = \"nearest\"> (x, \"\", twice) y = Neg (t)");
    refuted(near, near.replace("nearest", "linear"));
    refuted(near, near.replace("\"nearest\"", "\"nearest\", nearest_mode = \"ceil\""));
    String asymmetric = "\"nearest\", coordinate_transformation_mode = \"asymmetric\"";
    String ceil = ", nearest_mode = \"round_prefer_ceil\"";
    refuted(
        near.replace("\"nearest\"", asymmetric), near.replace("\"nearest\"", asymmetric + ceil));
    // No place of these is across a half from another's: they are the same elements.
    proved(near, near.replace("\"nearest\"", asymmetric));
    proved(near, near.replace("\"nearest\"", asymmetric.replace("asymmetric", "align_corners")));
    ModelPairs.differentExtents(near, near.replace("\"\", twice", "\"\", wide"));
  }

  @Test
  void anOpenBatchIsOneOfMany() {
    String resized =
        graph("[N,2,6,6]", NORM, "t = Resize <mode = \"linear\"> (x, \"\", twice) y = Neg (t)");
    String moved =
        graph("[N,2,6,6]", NORM, "t = Neg (x) y = Resize <mode = \"linear\"> (t, \"\", twice)");
    ModelProof proof = ModelPairs.prove(resized, moved);
    assertTrue(proved(resized, moved).everyExtent());
    assertEquals(List.of(List.of(1, 1, 6, 6)), proof.regions().getFirst().extents());
    sampled(resized.replace("6,6]", "H,6]"), moved.replace("6,6]", "H,6]"));
  }
}
