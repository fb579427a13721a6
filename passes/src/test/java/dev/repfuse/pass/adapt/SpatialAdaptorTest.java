package dev.repfuse.pass.adapt;

import static dev.repfuse.pass.adapt.Adapting.adapting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.testkit.Oracle;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads on a pooled vector become heads on the map, and their mean is the vector's. */
final class SpatialAdaptorTest {
  private static final String OUTPUTS = "g (float[N,3,4,5] x) => (float[N,2] y)";

  private static final String WEIGHTS =
      """
      <float[6,3] w ~ normal(1), float[6] b ~ normal(2), float[2,6] v ~ normal(3),
       float[6] s ~ uniform(4, 0.5, 1.5), float[6] t ~ normal(5), float[6] m ~ normal(6),
       float[6] q ~ variance(7), float[3,2] u ~ normal(8), float[2] c ~ normal(9)>
      """;

  private static final String MLP =
      OUTPUTS
          + WEIGHTS
          + """
          { p = GlobalAveragePool (x) f = Flatten (p) a = Gemm <transB = 1> (f, w, b)
            n = BatchNormalization (a, s, t, m, q) r = Relu (n) y = Gemm <transB = 1> (r, v) }
          """;

  private static String head(String nodes) {
    return OUTPUTS + WEIGHTS + "{ " + nodes + " }";
  }

  @Test
  void reluOpensAChannelAsAWhole() {
    adapting(MLP)
        .into(
            """
            g (float[N,3,4,5] x) => (float[N,2] y, float[N,2,4,5] y_dense)
            { p = GlobalAveragePool (x) f = Flatten (p) a = Gemm <transB = 1> (f, w, b)
              n = BatchNormalization (a, s, t, m, q) r = Relu (n) y = Gemm <transB = 1> (r, v)
              da = Conv <kernel_shape = [1, 1]> (x, dw, db)
              dn = BatchNormalization <epsilon = 0.00001> (da, s, t, m, q)
              sum = ReduceSum <keepdims = 1> (dn, axes) open = Greater (sum, zero)
              gate = Cast <to = 1> (open) dr = Mul (gate, dn)
              y_dense = Conv <kernel_shape = [1, 1]> (dr, dv) }
            """)
        .declaring("[N,2,4,5]")
        .keepingTheMeanWithin(1e-6);
  }

  @Test
  void theDenseMapTakesTheOutputsPlace() {
    adapting(head("p = GlobalAveragePool (x) f = Flatten (p) y = Gemm (f, u, c)"))
        .replacing()
        .into(
            """
            g (float[N,3,4,5] x) => (float[N,2,4,5] y_dense)
            { y_dense = Conv <kernel_shape = [1, 1]> (x, w, b) }
            """)
        .keepingTheMeanWithin(1e-6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p = GlobalAveragePool (x) f = Flatten (p)",
        "f = ReduceMean <axes = [2, 3], keepdims = 0> (x)",
        "f = ReduceMean <axes = [-1, -2], keepdims = 0> (x)",
        "p = ReduceMean <axes = [2, 3], keepdims = 1> (x) i = Squeeze (p, last) f = Squeeze (i, two)",
        "p = AveragePool <kernel_shape = [4, 5]> (x) f = Reshape (p, target)",
      })
  void anyGlobalAverage(String pooling) {
    String constants = ", int64[1] last = {3}, int64[1] two = {2}, int64[2] target = {-1, 3}>";
    adapting(
            head(pooling + " y = Gemm (f, u, c)")
                .replace("float[2] c ~ normal(9)>", "float[2] c ~ normal(9)" + constants))
        .keepingTheMeanWithin(1e-6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "y = Gemm <alpha = 0.25, beta = -0.5> (f, u, c)",
        "k = MatMul (f, u) y = Add (c, k)",
        "k = MatMul (f, u) y = Sub (k, c)",
        "k = MatMul (f, u) l = Mul (k, c) r = Relu (l) y = Div (r, c)",
        "i = Identity (f) d = Dropout (i) y = Gemm (d, u, c)",
        "r = Relu (p) g = Flatten (r) y = Gemm (g, u)",
      })
  void anyChainOfLayers(String layers) {
    adapting(head("p = GlobalAveragePool (x) f = Flatten (p) " + layers))
        .keepingTheMeanWithin(1e-6);
  }

  @Test
  void aConvolutionBehindThePoolingIsALayerToo() {
    adapting(
            """
            g (float[N,3,4,4] x) => (float[N,2,1,1] y)
            <float[5,3,1,1] w ~ normal(1), float[5] b ~ normal(2), float[2,5,1,1] v ~ normal(3)>
            { p = GlobalAveragePool (x) a = Conv (p, w, b) r = Relu (a) y = Conv (r, v) }
            """)
        .declaring("[N,2,4,4]")
        .keepingTheMeanWithin(1e-6);
  }

  @Test
  void sizesNeedNotBeKnown() {
    adapting(MLP.replace("[N,3,4,5] x", "[N,3,H,W] x"))
        .declaring("[N,2,H,W]")
        .keepingTheMeanWithin(1e-6);
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 11, 13, 17, 18, 20})
  void anyOperatorSet(int opset) {
    adapting("<ir_version: 8, opset_import: [\"\" : " + opset + "]>" + beforeOpset13(MLP, opset))
        .keepingTheMeanWithin(1e-6);
  }

  private static String beforeOpset13(String text, int opset) {
    return opset >= 11 ? text : text.replace("(r, v)", "(r, v, c)");
  }

  @Test
  void halfPrecision() {
    adapting(MLP.replace("float[", "float16[")).keepingTheMeanWithin(5e-3);
  }

  @Test
  void endsBeforeTheNormalisation() {
    adapting(
            head("""
            p = GlobalAveragePool (x) f = Flatten (p) z = Gemm (f, u, c)
            l = ReduceL2 <axes = [1], keepdims = 1> (z) k = Clip (l, eps) h = Shape (z)
            e = Expand (k, h) y = Div (z, e)
            """)
                .replace("(float[N,2] y)", "(float[N,2] y, float[N,2] z)")
                .replace("float[2] c ~ normal(9)>", "float[2] c ~ normal(9), float eps = {1e-12}>"))
        .keepingTheMeanWithin(1e-6, "z");
  }

  @Test
  void endsBeforeSoftmax() {
    adapting(
            head("p = GlobalAveragePool (x) f = Flatten (p) z = Gemm (f, u, c) y = Softmax (z)")
                .replace("(float[N,2] y)", "(float[N,2] y, float[N,2] z)"))
        .keepingTheMeanWithin(1e-6, "z");
  }

  /** Whoever reads the hidden vector goes on reading it, even where the output gives way. */
  @Test
  void secondReadersStay() {
    String before =
        MLP.replace("(float[N,2] y)", "(float[N,2] y, float[N,6] h)").replace("}", "h = Neg (r) }");
    adapting(before).keepingTheMeanWithin(1e-6);
    adapting(before).replacing().keepingTheMeanWithin(1e-6);
  }

  /**
   * The two models that are compared before anything is written tell a right map from a wrong one.
   */
  @Test
  void aReluAtEachPositionIsFound() {
    Model reference = ModelText.parse(MLP);
    SpatialAdaptor.expose(reference, "y", "y_dense");
    Model right = ModelText.parse(MLP);
    SpatialAdaptor.adapt(right, (Head) SpatialAdaptor.heads(right).getFirst());
    SpatialAdaptor.average(right, "y_dense");
    Model wrong =
        ModelText.parse(
            MLP.replace("(float[N,2] y)", "(float[N,2] y, float[N,2,4,5] y_dense)")
                .replace(
                    "float[2] c",
                    "float[6,3,1,1] k ~ normal(1), float[2,6,1,1] l ~ normal(3), float[2] c")
                .replace(
                    "}",
                    "d = Conv (x, k, b) e = BatchNormalization (d, s, t, m, q)"
                        + " h = Relu (e) y_dense = Conv (h, l) }"));
    SpatialAdaptor.average(wrong, "y_dense");
    ModelCheck.check(right);
    assertEquals(0, Oracle.difference(reference, right, 1), 1e-6);
    assertTrue(Oracle.difference(reference, wrong, 1) > 0.1);
  }

  /** Two heads of one model, the second one with the layers of the first in it. */
  @Test
  void nodesOfASecondHeadHaveNamesOfTheirOwn() {
    Model model =
        ModelText.parse(
            MLP.replace("(float[N,2] y)", "(float[N,2] y, float[N,6] r)")
                .replace("a = Gemm", "[fc] a = Gemm"));
    List<Finding> heads = SpatialAdaptor.heads(model);
    heads.forEach(head -> SpatialAdaptor.adapt(model, (Head) head));
    List<String> names =
        model.graph().nodeList().stream()
            .map(Node::name)
            .filter(n -> !n.isEmpty())
            .sorted()
            .toList();
    assertEquals(List.of("fc", "fc_dense", "fc_dense_2"), names);
    assertEquals(4, model.graph().outputs().size());
  }

  @Test
  void aTakenNameGetsANumber() {
    adapting(
            MLP.replace(
                "r = Relu (n) y = Gemm <transB = 1> (r, v)",
                "y_dense = Relu (n) y = Gemm <transB = 1> (y_dense, v)"))
        .keepingTheMeanWithin(1e-6);
  }
}
