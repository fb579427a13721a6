package dev.repfuse.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.Facts;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One run has to give what runs level by level give. */
class OneRunTest {
  /** Maps far from zero, positions and none, and one normalization behind another. */
  private static String network(int opset) {
    return """
    <ir_version: 8, opset_import: ["" : %d]>
    g (float[N,3,6,6] x) => (float[N,5] y)
    <
      float[4,3,3,3] v ~ normal(1), float[4,4,1,1] w ~ normal(2), float[5,4] f ~ normal(3),
      float[4] far ~ constant(40), float[4] s ~ uniform(4, 0.5, 1.5), float[4] b ~ normal(5),
      float[4] m ~ normal(6), float[4] q ~ variance(7), float[5] one ~ constant(1), float[5] zero ~ constant(0)
    >
    {
      c = Conv <pads = [1,1,1,1]> (x, v, far)
      n = BatchNormalization (c, s, b, m, q)
      r = Relu (n)
      d = Conv (r, w)
      o = BatchNormalization <epsilon = 0.001> (d, s, b, m, q)
      p = GlobalAveragePool (o)
      t = Flatten (p)
      l = Gemm <transB = 1> (t, f)
      y = BatchNormalization (l, one, zero, zero, one)
    }
    """
        .formatted(opset);
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 18})
  void findsWhatIsFoundLevelByLevel(int opset) {
    SplittableRandom random = new SplittableRandom(11);
    double[] numbers = random.doubles(50 * 108, -3, 5).toArray();
    Map<String, Tensor> data =
        Map.of("x", Tensor.ofDoubles(ElementType.FLOAT, Shape.of(50, 3, 6, 6), numbers));
    Model fast = ModelText.parse(network(opset));
    Model slow = ModelText.parse(network(opset));

    assertEquals(3, OneRun.calibrate(fast, data, 1));
    Calibration.calibrate(slow, whole(data), (done, all) -> {});

    List<Node> ours = norms(fast);
    List<Node> theirs = norms(slow);
    for (int i = 0; i < 3; i++) {
      double[] means = numbers(slow, theirs.get(i), 3);
      double[] variances = numbers(slow, theirs.get(i), 4);
      for (int channel = 0; channel < means.length; channel++) {
        double sigma = Math.sqrt(variances[channel]);
        assertTrue(sigma > 0.05, "a channel that tells nothing");
        assertEquals(
            means[channel],
            numbers(fast, ours.get(i), 3)[channel],
            2e-6 * (sigma + Math.abs(means[channel])));
        assertEquals(1, numbers(fast, ours.get(i), 4)[channel] / variances[channel], 5e-6);
      }
    }
  }

  private static Batches whole(Map<String, Tensor> data) {
    return new Batches() {
      @Override
      public int count() {
        return 1;
      }

      @Override
      public Map<String, Tensor> batch(int number) {
        return data;
      }
    };
  }

  private static List<Node> norms(Model model) {
    return Stream.of(model.graph().nodeList().toArray(Node[]::new))
        .filter(node -> node.is("BatchNormalization"))
        .toList();
  }

  private static double[] numbers(Model model, Node node, int input) {
    return Facts.of(model).constant(node.input(input)).orElseThrow().doubles();
  }
}
