package dev.repfuse.cli;

import dev.repfuse.ir.io.ModelFile;
import dev.repfuse.ir.text.ModelText;
import java.nio.file.Path;

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
}
