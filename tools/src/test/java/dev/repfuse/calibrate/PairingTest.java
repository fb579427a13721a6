package dev.repfuse.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.testkit.Oracle;
import dev.repfuse.testkit.RandomInputs;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Layers that are not their BatchNormalization and a linear layer stay as they are. */
class PairingTest {
  private static final String HEAD = "g (float[N,4,6,6] x) => (float[N,4,6,6] y) < ";

  private static final String WEIGHTS =
      "float[4,4,1,1] w ~ normal(1), float[4,4,1,1] v ~ normal(2), float[4] s ~ constant(1),"
          + " float[4] b ~ constant(0), float[4] q ~ constant(1)";

  /** y is a convolution with a BatchNormalization that changes nothing. */
  private static final String PLAIN =
      HEAD + WEIGHTS + "> { a = Conv (x, w) [norm] y = " + norm("a") + " }";

  private record OneBatch(Map<String, Tensor> all) implements Batches {
    @Override
    public int count() {
      return 1;
    }

    @Override
    public Map<String, Tensor> batch(int number) {
      return all;
    }
  }

  private static String norm(String value) {
    return "BatchNormalization <epsilon = 0.0> (%s, s, b, b, q)".formatted(value);
  }

  private static Batches data(Model model) {
    return new OneBatch(RandomInputs.of(model, 5));
  }

  private static Outcome calibrate(Model folded, String reference) {
    return FoldedCalibration.calibrate(
        folded, ModelText.parse(reference), data(folded), (done, all) -> {});
  }

  /** Calibrates what nothing can be calibrated of. */
  private static String reasons(String folded, String reference) {
    Model model = ModelText.parse(folded);
    Outcome outcome = calibrate(model, reference);
    assertEquals(0, outcome.layers() + outcome.norms(), outcome::toString);
    assertEquals(ModelText.print(ModelText.parse(folded)), ModelText.print(model));
    return outcome.left().stream()
        .map(left -> left.node() + ": " + left.reason())
        .collect(Collectors.joining("; "));
  }

  /** Two branches became one; the layer behind them is calibrated as it reads them now. */
  @Test
  void mergedBranches() {
    String behind = " r = Relu (n) c = Conv (r, v) ";
    String reference =
        HEAD
            + WEIGHTS
            + "> { a = Conv (x, w) [one] d = "
            + norm("a")
            + " [two] e = "
            + norm("x")
            + " n = Add (d, e)"
            + behind
            + "y = "
            + norm("c")
            + " }";
    Model folded =
        ModelText.parse(
            HEAD
                + WEIGHTS
                + ", float[4,4,1,1] o = {1,0,0,0, 0,1,0,0, 0,0,1,0, 0,0,0,1}>"
                + " { u = Add (w, o) n = Conv (x, u)"
                + behind.replace("c =", "y =")
                + "}");

    Outcome outcome = calibrate(folded, reference);

    assertEquals(1, outcome.layers());
    assertEquals(
        List.of(
            new Left("one", "2 BatchNormalizations are merged into 'n'"),
            new Left("two", "2 BatchNormalizations are merged into 'n'")),
        outcome.left());
    Moments moments = new Moments(4);
    moments.add(Oracle.run(folded, data(folded).batch(0)).values().iterator().next());
    for (int channel = 0; channel < 4; channel++) {
      assertEquals(0, moments.means()[channel], 1e-5);
      assertEquals(1, moments.variances()[channel], 1e-5);
    }
  }

  @Test
  void twoNormalizationsInOneLayer() {
    String reference =
        HEAD
            + WEIGHTS
            + "> { [first] n = "
            + norm("x")
            + " a = Conv (n, w) [second] y = "
            + norm("a")
            + " }";

    assertEquals(
        "second: another BatchNormalization, 'first', went into the same layer;"
            + " first: it is merged with what lies behind it into 'y'",
        reasons(HEAD + WEIGHTS + "> { y = Conv (x, w) }", reference));
  }

  @Test
  void otherNumbers() {
    String reasons = reasons(HEAD + WEIGHTS + "> { y = Conv (x, v) }", PLAIN);
    assertTrue(reasons.matches("norm: 'y' is off the reference by .* of its scale"), reasons);
  }

  /** The layer itself is right, but it reads something else. */
  @Test
  void otherNumbersBefore() {
    String folded = HEAD + WEIGHTS + "> { t = Abs (x) y = Conv (t, w) }";
    String reference = PLAIN.replace("{ a = Conv (x", "{ t = Neg (x) a = Conv (t");
    String reasons = reasons(folded, reference);
    assertTrue(reasons.matches("norm: 't' is off the reference by .* of its scale"), reasons);
  }

  @Test
  void otherChannels() {
    String folded =
        "g (float[N,4,6,6] x) => (float[N,3,6,6] y) < float[3,4,1,1] w ~ normal(1) >"
            + " { [conv] y = Conv (x, w) }";
    assertEquals("norm: Conv 'conv' has 3 channels, the reference has 4", reasons(folded, PLAIN));
  }

  @Test
  void otherArchitecture() {
    String folded = HEAD + WEIGHTS + "> { [conv] c = Conv (x, w) y = Relu (c) }";
    assertEquals(
        "norm: 'y' is given by Relu 'y', not by a linear layer;"
            + " conv: the reference has no value 'c'",
        reasons(folded, PLAIN));
  }

  @Test
  void sourceThatTheReferenceDoesNotHave() {
    String folded = HEAD + WEIGHTS + "> { other = Neg (x) y = Conv (other, w) }";
    assertEquals("norm: the reference has no value 'other'", reasons(folded, PLAIN));
  }

  /** A constant for each position, as for a bias under padding, is no bias. */
  @Test
  void borderMaps() {
    String folded =
        HEAD
            + WEIGHTS
            + ", float[1,4,6,6] map ~ constant(0)> { a = Conv (x, w) [sum] y = Add (a, map) }";
    assertEquals(
        "norm: Add 'sum' adds something else than a bias to a matrix product",
        reasons(folded, PLAIN));
  }

  @Test
  void fusedActivation() {
    String opsets = "<ir_version: 8, opset_import: [\"\" : 17, \"com.microsoft\" : 1]> ";
    String folded =
        opsets
            + HEAD
            + WEIGHTS
            + "> { y = com.microsoft.FusedConv <activation = \"Relu\"> (x, w) }";
    String reference = PLAIN.replace("[norm] y", "[norm] n").replace(" }", " y = Relu (n) }");
    assertEquals(
        "norm: it is merged with what lies behind it into 'y'", reasons(folded, reference));
  }

  @Test
  void productWithoutBias() {
    String head = "g (float[N,4] x) => (float[N,4] y) < float[4,4] w ~ normal(1), ";
    String rest = "float[4] s ~ constant(1), float[4] b ~ constant(0), float[4] q ~ constant(1)>";
    assertEquals(
        "norm: MatMul 'product' has no bias that could take the shift in",
        reasons(
            head + rest + "{ [product] y = MatMul (x, w) }",
            head + rest + "{ a = MatMul (x, w) [norm] y = " + norm("a") + " }"));
  }

  @Test
  void weightsThatAreComputed() {
    String folded = HEAD + WEIGHTS + "> { u = Abs (w) [conv] y = Conv (x, u) }";
    assertEquals("norm: the weight of Conv 'conv' is no constant", reasons(folded, PLAIN));
  }
}
