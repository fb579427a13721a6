package dev.repfuse.recover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.testkit.Oracle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A layer as a product of features and weights is what ONNX Runtime computes. */
class LinearLayerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4,4,1,1 | Conv (x, w)",
        "6,4,3,3 | Conv <pads = [1,1,1,1]> (x, w)",
        "6,4,3,2 | Conv <pads = [2,0,1,1], strides = [2,1], dilations = [1,2]> (x, w)",
        "6,2,3,3 | Conv <group = 2, pads = [1,1,1,1]> (x, w)",
        "4,1,3,3 | Conv <group = 4, strides = [2,2]> (x, w, b)",
        "4,4,1,1 | Conv (x, w, b)",
      })
  void convolutions(String shape, String node) {
    matches(
        "g (float[2,4,7,6] x) => (float[A,B,C,D] y) <float[%s] w ~ normal(1), float[4] b ~"
                .formatted(shape)
            + " normal(2)> { y = "
            + node
            + " }",
        Shape.of(2, 4, 7, 6));
  }

  @Test
  void linearLayers() {
    matches(
        "g (float[5,4] x) => (float[A,B] y) <float[3,4] w ~ normal(1), float[3] b ~ normal(2)>"
            + " { y = Gemm <transB = 1> (x, w, b) }",
        Shape.of(5, 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4,6,3,3 | ConvTranspose <strides = [2,2], pads = [1,1,1,1]> (x, w)",
        "4,6,2,2 | ConvTranspose <strides = [3,2], output_padding = [1,1]> (x, w, c)",
        "4,3,2,3 | ConvTranspose <group = 2, strides = [2,1], dilations = [1,2]> (x, w, c)",
      })
  void transposedConvolutions(String shape, String node) {
    matches(
        "g (float[2,4,7,6] x) => (float[A,B,C,D] y) <float[%s] w ~ normal(1), float[6] c ~"
                .formatted(shape)
            + " normal(2)> { y = "
            + node
            + " }",
        Shape.of(2, 4, 7, 6));
  }

  @Test
  void otherNumbersOfAxes() {
    matches(
        "g (float[2,4,9] x) => (float[A,B,C] y) <float[6,4,3] w ~ normal(1)>"
            + " { y = Conv <pads = [1,0], strides = [2]> (x, w) }",
        Shape.of(2, 4, 9));
    matches(
        "g (float[2,2,5,4,6] x) => (float[A,B,C,D,E] y) <float[3,2,2,3,1] w ~ normal(1)>"
            + " { y = Conv <pads = [1,0,1,0,1,1], dilations = [2,1,1]> (x, w) }",
        Shape.of(2, 2, 5, 4, 6));
  }

  @Test
  void matrixProducts() {
    matches(
        "g (float[2,5,4] x) => (float[A,B,C] y) <float[4,3] w ~ normal(1)> { y = MatMul (x, w) }",
        Shape.of(2, 5, 4));
    matches(
        "g (float[5,4] x) => (float[A,B] y) <float[4,3] w ~ normal(1), float[3] b ~ normal(2)>"
            + " { y = Gemm (x, w, b) }",
        Shape.of(5, 4));
  }

  /** The layer of a model explains its own output, up to single precision. */
  private static void matches(String text, Shape shape) {
    Model model = ModelText.parse(text);
    double[] numbers = new double[(int) shape.elementCount().orElseThrow()];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.nextGaussian();
    }
    Tensor x = Tensor.ofDoubles(ElementType.FLOAT, shape, numbers);
    Tensor y = Oracle.run(model, Map.of("x", x)).values().iterator().next();
    LinearLayer layer = LinearLayer.of(model.graph().firstNode().orElseThrow()).orElseThrow();

    List<LeastSquares> equations = layer.equations();
    layer.observe(x, y, 1000, random, equations);

    for (LeastSquares each : equations) {
      LeastSquares.Solution solution = each.solve();
      assertTrue(solution.before() < 1e-10 * solution.scale(), solution::toString);
    }
  }

  @Test
  void whatItDoesNotKnow() {
    for (String node :
        List.of("Conv <auto_pad = \"SAME_UPPER\"> (x, w)", "Relu (x)", "Conv (x, x)")) {
      String text =
          "g (float[4,4,1,1] x) => (float[A,B,C,D] y) <float[4,4,1,1] w ~ normal(1)> { y = %s }"
              .formatted(node);
      assertEquals(
          Optional.empty(),
          LinearLayer.of(ModelText.parse(text).graph().firstNode().orElseThrow()));
    }
  }
}
