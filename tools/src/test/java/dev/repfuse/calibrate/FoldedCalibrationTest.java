package dev.repfuse.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.FuseOptions;
import dev.repfuse.Repfuse;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.testkit.Difference;
import dev.repfuse.testkit.Oracle;
import dev.repfuse.testkit.RandomInputs;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A calibrated folded model is the folded calibrated model. */
class FoldedCalibrationTest {
  private static final String WEIGHTS =
      "float[4,3,3,3] w1 ~ normal(1), float[4,1,3,3] w2 ~ normal(2),"
          + " float[4,3,2,2] w3 ~ normal(3), float[6,5] w4 ~ normal(4), float[5,6] w5 ~ normal(5),"
          + " float[6] c5 ~ normal(6),"
          + " float[4] s1 ~ uniform(7, 0.5, 2), float[4] b1 ~ normal(8), float[4] m1 ~ normal(9),"
          + " float[4] v1 ~ variance(10), float[4] s2 ~ normal(11), float[4] b2 ~ normal(12),"
          + " float[4] m2 ~ normal(13), float[4] v2 ~ variance(14), float[6] s3 ~ normal(15),"
          + " float[6] b3 ~ normal(16), float[6] m3 ~ normal(17), float[6] v3 ~ variance(18),"
          + " float[5] s4 ~ normal(19), float[5] b4 ~ normal(20), float[5] m4 ~ normal(21),"
          + " float[5] v4 ~ variance(22)";

  private record Listed(List<Map<String, Tensor>> all) implements Batches {
    @Override
    public int count() {
      return all.size();
    }

    @Override
    public Map<String, Tensor> batch(int number) {
      return all.get(number);
    }
  }

  private static Batches data(Model model) {
    return new Listed(LongStream.range(0, 9).mapToObj(i -> RandomInputs.of(model, i)).toList());
  }

  private static Model fold(Model model) {
    return Repfuse.fuse(model, () -> model, FuseOptions.defaults().withGrowth(true)).model();
  }

  private static Outcome calibrate(Model folded, String reference) {
    Model unfolded = ModelText.parse(reference);
    return FoldedCalibration.calibrate(folded, unfolded, data(unfolded), (done, all) -> {});
  }

  private static double difference(Model a, Model b) {
    Map<String, Tensor> inputs = RandomInputs.of(a, 77);
    return Difference.of(Oracle.run(a, inputs), Oracle.run(b, inputs));
  }

  /** Calibrates a network before and after folding. */
  private static Outcome sameAsUnfolded(String text) {
    Model unfolded = ModelText.parse(text);
    Model before = fold(ModelText.parse(text));
    Model folded = fold(ModelText.parse(text));
    Calibration.calibrate(unfolded, data(unfolded), (done, all) -> {});
    Outcome outcome = calibrate(folded, text);
    assertTrue(difference(unfolded, before) > 0.01, "calibration changes nothing here");
    double error = difference(unfolded, folded);
    assertTrue(error < 1e-5, () -> "off by " + error);
    return outcome;
  }

  @Test
  void layersOfAllKinds() {
    Outcome outcome =
        sameAsUnfolded(
            """
            g (float[N,3,8,8] x) => (float[N,6] y) < %s > {
              a1 = Conv <pads = [1,1,1,1]> (x, w1)
              n1 = BatchNormalization (a1, s1, b1, m1, v1)
              r1 = Relu (n1)
              a2 = Conv <group = 4, pads = [1,1,1,1]> (r1, w2)
              n2 = BatchNormalization (a2, s2, b2, m2, v2)
              r2 = Relu (n2)
              a3 = ConvTranspose <group = 2, strides = [2,2]> (r2, w3)
              n3 = BatchNormalization (a3, s3, b3, m3, v3)
              p = GlobalAveragePool (n3)
              f = Flatten (p)
              r3 = Relu (f)
              a4 = Gemm (r3, w4)
              n4 = BatchNormalization (a4, s4, b4, m4, v4)
              r4 = Relu (n4)
              a5 = MatMul (r4, w5)
              y = Add (a5, c5)
            }
            """
                .formatted(WEIGHTS));

    assertEquals(4, outcome.layers());
    assertEquals(List.of(), outcome.left());
  }

  /** A channel of scale zero has no statistics that count; of a tiny one they do not vanish. */
  @Test
  void scalesOfZeroAndBelowFloatPrecision() {
    Outcome outcome =
        sameAsUnfolded(
            """
            g (float[N,3,8,8] x) => (float[N,4,8,8] y)
            <
              float[4] s1 = {0, 1, 0.00000001, 1e-40}, float[4] b1 = {1, 2, 3, 4},
              float[4] m1 ~ normal(9), float[4] v1 ~ variance(10), float[4,3,3,3] w1 ~ normal(1)
            >
            {
              a1 = Conv <pads = [1,1,1,1]> (x, w1)
              y = BatchNormalization (a1, s1, b1, m1, v1)
            }
            """);

    assertEquals(1, outcome.layers());
  }

  /** Both layers read one weight; after calibration they differ. */
  @Test
  void sharedWeights() {
    Outcome outcome =
        sameAsUnfolded(
            """
            g (float[N,4,8,8] x) => (float[N,4,4,4] y)
            < float[4,4,3,3] w ~ normal(1, 0.2), float[4] s ~ normal(2), float[4] b ~ normal(3),
              float[4] m ~ normal(4), float[4] v ~ variance(5) >
            {
              a = Conv (x, w)
              n = BatchNormalization (a, s, b, m, v)
              r = Relu (n)
              c = Conv (r, w)
              y = BatchNormalization (c, s, b, m, v)
            }
            """);

    assertEquals(2, outcome.layers());
  }

  /** Other tools keep the name of what the BatchNormalization read. */
  @Test
  void namesOfConvolutions() {
    String reference =
        """
        g (float[N,3,8,8] x) => (float[N,4,8,8] y)
        < float[4,3,1,1] w ~ normal(1), float[4] s ~ constant(2), float[4] b ~ constant(0.5),
          float[4] m ~ constant(0), float[4] v ~ constant(4) >
        {
          a = Conv (x, w)
          n = BatchNormalization <epsilon = 0.0> (a, s, b, m, v)
          y = Relu (n)
        }
        """;
    Model unfolded = ModelText.parse(reference);
    Calibration.calibrate(unfolded, data(unfolded), (done, all) -> {});
    Model folded =
        ModelText.parse(
            """
            g (float[N,3,8,8] x) => (float[N,4,8,8] y)
            < float[4,3,1,1] w ~ normal(1), float[4] b ~ constant(0.5) >
            { a = Conv (x, w, b) y = Relu (a) }
            """);

    Outcome outcome = calibrate(folded, reference);

    assertEquals(1, outcome.layers(), outcome::toString);
    assertTrue(difference(unfolded, folded) < 1e-5);
  }

  /** What is left of a network of which only a part is folded is calibrated in the same order. */
  @Test
  void partlyFolded() {
    String behind = " r = Relu (n) c = Conv (r, v) y = BatchNormalization (c, s, b, m, q) }";
    String weights =
        "float[4,4,1,1] v ~ normal(7), float[4] s ~ normal(2), float[4] b ~ normal(3),"
            + " float[4] m ~ constant(0), float[4] q ~ constant(1)";
    String head = "g (float[N,3,8,8] x) => (float[N,4,8,8] y) < ";
    String reference =
        head
            + "float[4,3,1,1] w ~ normal(1), float[4] t ~ constant(1), "
            + weights
            + "> { a = Conv (x, w) n = BatchNormalization <epsilon = 0.0> (a, t, m, m, q)"
            + behind;
    Model folded =
        ModelText.parse(
            head + "float[4,3,1,1] w ~ normal(1), " + weights + "> { n = Conv (x, w)" + behind);
    Model unfolded = ModelText.parse(reference);
    Calibration.calibrate(unfolded, data(unfolded), (done, all) -> {});

    Outcome outcome = calibrate(folded, reference);

    assertEquals(1, outcome.layers(), outcome::toString);
    assertEquals(1, outcome.norms());
    assertTrue(difference(unfolded, folded) < 1e-5);
  }

  /** Statistics that come through Identity and Constant nodes, as exporters write them. */
  @Test
  void statisticsBehindIdentities() {
    Outcome outcome =
        sameAsUnfolded(
            """
            g (float[N,3,8,8] x) => (float[N,2,8,8] y)
            < float[2,3,1,1] w ~ normal(1), float[2] one ~ constant(1), float[2] zero ~ constant(0) >
            {
              s = Identity (one)
              m = Constant <value_floats = [0.5, -0.5]> ()
              a = Conv (x, w)
              y = BatchNormalization (a, s, zero, m, s)
            }
            """);

    assertEquals(1, outcome.layers());
  }
}
