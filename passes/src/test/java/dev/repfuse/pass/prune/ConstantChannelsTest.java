package dev.repfuse.pass.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.check.GraphInvariants;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.GraphShape;
import dev.repfuse.testkit.Oracle;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Channels that are constant go, what sums them takes them in, and nothing changes. */
final class ConstantChannelsTest {
  private static Model narrowed(String text) {
    Model model = ModelText.parse(text);
    Network network = Network.of(model);
    List<BitSet> dropped = new ConstantChannels().of(network);
    network.narrow(dropped);
    GraphInvariants.check(model.graph());
    ModelCheck.check(model);
    double difference = Oracle.difference(ModelText.parse(text), model, 3);
    assertTrue(difference <= 1e-6, () -> "they differ by " + difference);
    return model;
  }

  private static void becomes(String before, String after) {
    assertEquals(GraphShape.of(ModelText.parseOpen(after)), GraphShape.of(narrowed(before)));
  }

  private static String graph(String weights, String nodes) {
    return "g (float[1,2,5,5] x) => (float[1,2,?,?] y) <%s> { %s }".formatted(weights, nodes);
  }

  /** The second and third channel are 2 and Relu(-1); the fourth reads x. */
  private static final String FIRST =
      "float[4,2,1,1] v = {1, 2, 0, 0, 0, 0, 3, 4}, float[4] b = {1, 2, -1, 0},";

  @Test
  void aBiasTakesThemIn() {
    becomes(
        graph(
            FIRST + "float[2,4,3,3] w ~ normal(1), float[2] c = {5, 6}",
            "a = Conv (x, v, b) r = Relu (a) y = Conv (r, w, c)"),
        graph(
            "float[2,2,1,1] v = {1, 2, 3, 4}, float[2] b = {1, 0}, float[2,2,3,3] w ~ normal(1),"
                + " float[2] c = {1, 2}",
            "a = Conv (x, v, b) r = Relu (a) y = Conv (r, w, c)"));
  }

  @Test
  void aBiasIsMadeWhereThereIsNone() {
    becomes(
        graph(FIRST + "float[2,4,1,1] w ~ normal(1)", "a = Conv (x, v, b) y = Conv (a, w)"),
        graph(
            "float[2,2,1,1] v = {1, 2, 3, 4}, float[2] b = {1, 0}, float[2,2,1,1] w ~ normal(1),"
                + " float[2] c = {1, 2}",
            "a = Conv (x, v, b) y = Conv (a, w, c)"));
  }

  /** Under padding a constant ends where padding begins; one channel stays and takes in others. */
  @Test
  void underPaddingOneOfThemStays() {
    becomes(
        graph(
            FIRST + "float[2,4,3,3] w ~ normal(1)",
            "a = Conv (x, v, b) y = Conv <pads = [1,1,1,1]> (a, w)"),
        graph(
            "float[3,2,1,1] v = {1, 2, 0, 0, 3, 4}, float[3] b = {1, 2, 0},"
                + "float[2,3,3,3] w ~ normal(1)",
            "a = Conv (x, v, b) y = Conv <pads = [1,1,1,1]> (a, w)"));
  }

  @Test
  void transposedConvolutions() {
    becomes(
        graph(
            FIRST + "float[4,2,2,2] w ~ normal(1)",
            "a = Conv (x, v, b) y = ConvTranspose <strides = [2,2]> (a, w)"),
        graph(
            "float[3,2,1,1] v = {1, 2, 0, 0, 3, 4}, float[3] b = {1, 2, 0},"
                + "float[3,2,2,2] w ~ normal(1)",
            "a = Conv (x, v, b) y = ConvTranspose <strides = [2,2]> (a, w)"));
  }

  /** In each group of the second convolution both channels are constant: 2 and -1. */
  @Test
  void groups() {
    String text =
        graph(
            "float[4,2,1,1] v = {0, 0, 1, 2, 0, 0, 3, 4}, float[4] b = {2, 0, -1, 0},"
                + "float[2,2,1,1] w ~ normal(1)",
            "a = Conv (x, v, b) y = Conv <group = 2> (a, w)");
    assertEquals(
        "[v [2,2,1,1], b [2], w [2,1,1,1], bias [2]]",
        narrowed(text).graph().initializers().stream()
            .map(constant -> constant.name() + " " + constant.payload().shape())
            .toList()
            .toString());
  }

  /** What is at most 1 cannot lift -3 above zero. */
  @Test
  void rectifiersThatNeverOpen() {
    String weights =
        "float[2,2,1,1] v = {1, 2, 3, 4}, float[3,2,1,1] u = {1, 1, 1, 2, -1, -4},"
            + "float[3] b = {-1, -3, 0}, float[2,3,1,1] w ~ normal(1)";
    becomes(
        graph(
            weights,
            "a = Conv (x, v) s = Sigmoid (a) d = Conv (s, u, b) r = Relu (d) y = Conv (r, w)"),
        graph(
            "float[2,2,1,1] v = {1, 2, 3, 4}, float[1,2,1,1] u = {1, 1}, float[1] b = {-1},"
                + "float[2,1,1,1] w ~ normal(1)",
            "a = Conv (x, v) s = Sigmoid (a) d = Conv (s, u, b) r = Relu (d) y = Conv (r, w)"));
  }

  @Test
  void anAddBehindAProduct() {
    becomes(
        """
        g (float[2,3] x) => (float[2,2] y)
        <float[3,3] v = {1, 0, 2, 3, 0, 4, 5, 0, 6}, float[3] b = {1, 2, 3}, float[3,2] w ~ normal(1),
         float[2] c = {1, 2}>
        { p = MatMul (x, v) a = Add (p, b) t = Tanh (a) q = MatMul (t, w) y = Add (q, c) }
        """,
        """
        g (float[2,3] x) => (float[2,2] y)
        <float[3,2] v = {1, 2, 3, 4, 5, 6}, float[2] b = {1, 3}, float[2,2] w ~ normal(1),
         float[2] c = {1, 2}>
        { p = MatMul (x, v) a = Add (p, b) t = Tanh (a) q = MatMul (t, w) y = Add (q, c) }
        """);
  }

  /** A sum of squares cannot take in a constant. */
  @Test
  void othersKeepThem() {
    String text =
        "g (float[1,2,5,5] x) => (float[1,1,5,5] y) <float[3,2,1,1] v = {1, 2, 0, 0, 3, 4},"
            + " float[3] b = {1, 2, 3}> { a = Conv (x, v, b) y = ReduceSumSquare <axes = [1]> (a) }";
    Model model =
        ModelText.parse(
            """
            <ir_version: 8, opset_import: ["" : 13]>
            """
                + text);
    List<BitSet> dropped = new ConstantChannels().of(Network.of(model));
    assertTrue(dropped.stream().allMatch(BitSet::isEmpty), dropped::toString);
  }

  /** What asks for any channels to go folds those that are constant, too. */
  @Test
  void anySelectionFoldsThem() {
    String text =
        graph(FIRST + "float[2,4,1,1] w ~ normal(1)", "a = Conv (x, v, b) y = Conv (a, w)");
    Narrowing.narrowing(text).dropping("v", 1, 3).exactly();
    Model masked = ModelText.parse(text);
    Network network = Network.of(masked);
    network.mask(new ConstantChannels().of(network));
    assertEquals(2, masked.graph().nodeList().size());
  }

  /**
   * The second channel of v is 2 and of w 6 for it; but w serves twice and cannot take in the 2, so
   * that it is masked, and w's second channel is no longer 6.
   */
  @Test
  void aMaskChangesWhatFollows() {
    Narrowing.narrowing(
            graph(
                "float[2,2,1,1] v = {1, 2, 0, 0}, float[2] b = {1, 2}, float[2,2,1,1] w = {1, 0.5, 0,"
                    + " 3}, float[2,2,1,1] u ~ normal(1)",
                "a = Conv (x, v, b) r = Relu (a) c = Conv (r, w) d = Conv (r, w) s = Add (c, d)"
                    + " y = Conv (s, u)"))
        .dropping("v", 1)
        .dropping("s", 1)
        .exactly();
  }

  /** In random networks with filters of zeros, constants go and nothing changes. */
  @Test
  void randomNetworks() {
    int constants = 0;
    int zeros = 0;
    for (long seed = 1; seed <= 150; seed++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      String text = RandomNetwork.text(random);
      Model model = PlantedZeros.in(text, seed, false);
      Network network = Network.of(model);
      zeros += count(new ZeroChannels().of(network));
      List<BitSet> dropped = new ConstantChannels().of(network);
      constants += count(dropped);
      network.narrow(dropped);
      ModelCheck.check(model);
      double difference = Oracle.difference(PlantedZeros.in(text, seed, false), model, seed);
      assertTrue(difference <= 1e-5, "seed " + seed + ": " + difference + "\n" + text);
    }
    int more = constants - zeros;
    System.out.printf(
        "150 random networks from seed 1: %d constant channels went, %d of them not zero%n",
        constants, more);
    assertTrue(more > 50, () -> "only " + more);
  }

  private static int count(List<BitSet> dropped) {
    return dropped.stream().mapToInt(BitSet::cardinality).sum();
  }
}
