package dev.repfuse.prove;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.testkit.Oracle;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The evaluator computes what ONNX Runtime computes. */
final class OperatorsTest {
  private static final String CONSTANTS =
      "float[2,4,7,9] x ~ normal(1), float[2,4,7,9] z ~ normal(2), float[4,1,1] c ~ normal(3),"
          + " float[4] s ~ uniform(4, 0.5, 1.5), float[4] b ~ normal(5), float[4] m ~ normal(6),"
          + " float[4] v ~ variance(7), float[6,2,3,2] w ~ normal(8), float[6] o ~ normal(9),"
          + " float[4,3,2,3] u ~ normal(10), float[5,8] g ~ normal(11), float[8,3] h ~ normal(12),"
          + " float[3] k ~ normal(13), float[2,9,5] r ~ normal(14),"
          + " int64[2] two = {2,-1}, int64[8] pads = {0,1,2,0,1,0,-1,3}, float fill = {0.5},"
          + " int64[4] shape = {0,-1,21,2}, int64[3,2] at = {0,1,1,3,-1,-2},"
          + " float[3,7,9] updates ~ normal(16), int64[1] axes = {2}, int64[2] cut = {5,-9},"
          + " int64[2] ends = {1,2147483647}, int64[2] on = {-1,2}, int64[2] by = {-2,1},"
          + " int64[4] wide = {2,4,7,9}, int64[2] parts = {1,3},"
          + " float[9,3] r2 ~ normal(20), float[2,5,9] qt ~ normal(21), int64[1] axes0 = {0},"
          + " int64[2] to1 = {1,2}, int64[2] axes23 = {2,3}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y = Add (x, c)",
        "y = Sum (x, z, c)",
        "y = Sub (c, x)",
        "y = Mul (c, x)",
        "y = Div (x, c)",
        "y = Neg (x)",
        "y = BatchNormalization <epsilon = 0.01> (x, s, b, m, v)",
        "y = Conv <group = 2, strides = [2,1], pads = [1,0,2,1], dilations = [2,3]> (x, w, o)",
        "y = Conv <group = 2, strides = [2,3], auto_pad = \"SAME_UPPER\"> (x, w)",
        "y = Conv <group = 2, strides = [3,2], auto_pad = \"SAME_LOWER\"> (x, w)",
        "y = Conv <group = 2, auto_pad = \"VALID\"> (x, w, o)",
        "y = ConvTranspose <strides = [2,3], pads = [1,0,0,2], output_padding = [1,2]> (x, u)",
        "y = ConvTranspose <group = 2, dilations = [2,1]> (x, u)",
        "y = AveragePool <kernel_shape = [3,2], strides = [2,1], pads = [1,1,0,1]> (x)",
        "y = AveragePool <kernel_shape = [2,3], pads = [1,1,0,1], count_include_pad = 1> (x)",
        "y = GlobalAveragePool (x)",
        "y = Gemm <alpha = 0.5, beta = 2.0> (g, h, k)",
        "t = Transpose (h) y = Gemm <transB = 1> (g, t)",
        "y = MatMul (x, r2)",
        "y = MatMul (qt, r)",
        "y = ReduceMean <axes = [1,-1], keepdims = 0> (x)",
        "y = ReduceSum <keepdims = 1> (x, axes)",
        "y = Reshape (x, shape)",
        "y = Flatten <axis = 2> (x)",
        "t = Unsqueeze (k, axes0) y = Squeeze (t)",
        "y = Transpose <perm = [2,0,3,1]> (x)",
        "y = Expand (c, wide)",
        "y = Concat <axis = 1> (x, z)",
        "a, y = Split <axis = 1> (x)",
        "a, y = Split <axis = 1> (x, parts)",
        "y = Slice (x, cut, ends, on, by)",
        "y = Slice (x, to1, two, axes23)",
        "y = Pad (x, pads, fill)",
        "y = Gather <axis = 1> (x, two)",
        "y = ScatterND (x, at, updates)",
        "t = Shape (x) y = Cast <to = 1> (t)",
        "t = Shape <start = 1, end = -1> (x) y = Cast <to = 1> (t)",
        "t = CastLike (x, wide) y = Cast <to = 1> (t)",
        "t = Sqrt (v) y = Reciprocal (t)",
        "y = Pow (v, s)",
        "p = Equal (x, x) y = Where (p, x, z)"
      })
  void agreesWithOnnxRuntime(String nodes) {
    String constants =
        Arrays.stream(CONSTANTS.split(", (?=float|int64)"))
            .filter(constant -> nodes.matches(".*\\b" + name(constant) + "\\b.*"))
            .collect(Collectors.joining(", "));
    Model model = ModelText.parse("g () => (float[] y) <" + constants + "> { " + nodes + " }");
    Tensor expected = Oracle.constants(model).values().iterator().next();
    Side side = new Side(model);
    for (Node node : model.graph().nodes()) {
      side.learn(node);
    }
    NamedValue output = model.graph().outputs().getFirst().value();

    Dense actual = side.evaluate(output);

    long[] extents = Arrays.stream(actual.shape()).asLongStream().toArray();
    assertArrayEquals(expected.shape().sizes().orElseThrow(), extents);
    double[] wanted = expected.doubles();
    for (int i = 0; i < wanted.length; i++) {
      assertEquals(wanted[i], actual.values()[i], 1e-5 * (1 + actual.magnitudes()[i]));
    }
  }

  /** The second word of a declaration. */
  private static String name(String constant) {
    int start = constant.indexOf(' ') + 1;
    return constant.substring(start, constant.indexOf(' ', start));
  }
}
