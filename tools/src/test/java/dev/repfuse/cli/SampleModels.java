package dev.repfuse.cli;

import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import java.nio.file.Path;
import java.util.Locale;

/** Small models for the tests of the command line. */
public final class SampleModels {
  /** Two branches with a BatchNormalization that become one convolution. */
  public static final String TWO_BRANCHES =
      """
      g (float[N,3,8,8] x) => (float[N,4,8,8] y)
      <
        float[4,3,3,3] w ~ normal(1, 0.2), float[4,3,1,1] v ~ normal(2, 0.2),
        float[4] s ~ uniform(3, 0.5, 1.5), float[4] b ~ normal(4), float[4] m ~ normal(5),
        float[4] q ~ variance(6)
      >
      {
        [wide] a = Conv <pads = [1, 1, 1, 1]> (x, w)
        [norm] c = BatchNormalization (a, s, b, m, q)
        [point] d = Conv (x, v)
        [sum] e = Add (c, d)
        [act] y = Relu (e)
      }
      """;

  /** The same with other weights in one branch. */
  public static final String OTHER_WEIGHTS = TWO_BRANCHES.replace("normal(2, 0.2)", "normal(7, 1)");

  /** A fold takes away a cancellation, so that the result is more exact than the original. */
  public static final String CANCELLING =
      TWO_BRANCHES
          .replace("s ~ uniform(3, 0.5, 1.5)", "s ~ constant(1)")
          .replace("b ~ normal(4)", "b ~ constant(100000)")
          .replace("m ~ normal(5)", "m ~ constant(100000)")
          .replace("q ~ variance(6)", "q ~ constant(1)");

  /** A convolution with a BatchNormalization, and a skip branch. */
  public static final String SKIP =
      TWO_BRANCHES
          .replace("x) => (float[N,4,8,8] y)", "x) => (float[N,3,8,8] y)")
          .replace("float[4", "float[3")
          .replace("[point] d = Conv (x, v)", "")
          .replace("e = Add (c, d)", "y = Add (c, x)")
          .replace("[act] y = Relu (e)", "");

  /** Something to fold beside an operator that ONNX Runtime does not know. */
  public static final String UNKNOWN_OPERATOR =
      """
      <ir_version: 8, opset_import: ["" : 17, "com.example" : 1]>
      """
          + TWO_BRANCHES.replace("[act] y = Relu (e)", "[act] y = com.example.Mystery (e)");

  /** Nothing to fold. */
  public static final String RELU = "g (float[N,3] x) => (float[N,3] y) { y = Relu (x) }";

  private SampleModels() {}

  /** Writes a model given as text. */
  public static Path write(Path folder, String name, String text) {
    Path path = folder.resolve(name);
    ModelFile.write(ModelText.parse(text), path);
    return path;
  }

  /**
   * Layers l0 to l(n) of a supernet: a 3×3 convolution with BatchNormalization, a 1×1 convolution,
   * or the layer's input, chosen by element i of {@code arch}; constants are a0, b0, i0, … and
   * {@code front}.
   *
   * @param norm scale, shift, mean and variance of all BatchNormalizations
   */
  static String choices(int count, String norm) {
    StringBuilder text = new StringBuilder();
    for (int layer = 0; layer < count; layer++) {
      text.append(
          String.format(
              Locale.ROOT,
              """
              c%1$d = Conv <pads = [1,1,1,1]> (l%1$d, a%1$d)
              p%1$d = BatchNormalization (c%1$d, %3$s)
              r%1$d = Conv (l%1$d, b%1$d)
              u%1$d = Unsqueeze (p%1$d, front) v%1$d = Unsqueeze (r%1$d, front)
              w%1$d = Unsqueeze (l%1$d, front)
              k%1$d = Concat <axis = 0> (u%1$d, v%1$d, w%1$d)
              e%1$d = Gather (arch, i%1$d)
              g%1$d = Gather (k%1$d, e%1$d)
              l%2$d = Relu (g%1$d)
              """,
              layer,
              layer + 1,
              norm));
    }
    return text.toString();
  }
}
