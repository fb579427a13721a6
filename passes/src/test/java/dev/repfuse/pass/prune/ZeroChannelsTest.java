package dev.repfuse.pass.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.testkit.Oracle;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Channels that are zero go, and the network computes what it did. */
final class ZeroChannelsTest {
  private static String chain(String first, String bias, String between, String second) {
    return """
    g (float[1,1,4,4] x) => (float[1,1,4,4] y)
    <float[3,1,1,1] v = {%s}, float[3] b = {%s}, float[1,3,1,1] w = {%s},
     float[3] s = {0, 2, 0}, float[3] t = {0, 0, 1}, float[3] m = {0, 0, 1}, float[3] u = {1, 1, 1}>
    { c = Conv (x, v, b) %s y = Conv (r, w) }
    """
        .formatted(first, bias, second, between);
  }

  private static String goes(String text) {
    Model original = ModelText.parse(text);
    Model model = ModelText.parse(text);
    Network network = Network.of(model);
    List<BitSet> dropped = new ZeroChannels().of(network);
    String names = "";
    for (int group = 0; group < dropped.size(); group++) {
      if (!dropped.get(group).isEmpty()) {
        names += network.groups().get(group).name() + dropped.get(group);
      }
    }
    network.narrow(dropped);
    ModelCheck.check(model);
    assertEquals(0, Oracle.difference(original, model, 3));
    return names;
  }

  @Test
  void filtersAndBiasOfZero() {
    assertEquals("b{1}", goes(chain("1, 0, 0", "1, 0, 2", "r = Relu (c)", "1, 2, 3")));
    assertEquals("b{1}", goes(chain("1, 0, 0", "1, 0, 2", "r = Tanh (c)", "1, 2, 3")));
    assertEquals("", goes(chain("1, 0, 0", "1, 0, 2", "r = Sigmoid (c)", "1, 2, 3")));
    assertEquals("", goes(chain("1, 0, 0", "1, 0, 2", "r = Exp (c)", "1, 2, 3")));
  }

  @Test
  void whatNobodyWeighs() {
    assertEquals("b{0, 2}", goes(chain("1, 2, 3", "1, 1, 1", "r = Sigmoid (c)", "0, 5, 0")));
  }

  @Test
  void oneChannelStays() {
    assertEquals("b{1, 2}", goes(chain("0, 0, 0", "0, 0, 0", "r = Relu (c)", "1, 2, 3")));
  }

  /** Scale and shift are zero in the first channel; a mean would come back in the third. */
  @Test
  void normalizationsOfZero() {
    assertEquals(
        "b{0, 1}",
        goes(chain("1, 0, 0", "0, 0, 0", "r = BatchNormalization (c, s, t, m, u)", "1, 2, 3")));
  }

  @Test
  void clipsThatHoldZero() {
    String clip = "l = Constant <value = float {%s}> () r = Clip (c, l)";
    assertEquals("b{1}", goes(chain("1, 0, 1", "1, 0, 2", clip.formatted("-1"), "1, 2, 3")));
    assertEquals("", goes(chain("1, 0, 1", "1, 0, 2", clip.formatted("0.5"), "1, 2, 3")));
  }

  @Test
  void bothAddendsHaveToBeZero() {
    String sum = "d = Conv (x, k) r = Add (c, d)";
    String text =
        chain("0, 0, 1", "0, 0, 0", sum, "1, 2, 3")
            .replace("<float[3,1,1,1] v", "<float[3,1,1,1] k = {0, 4, 0}, float[3,1,1,1] v");
    assertTrue(goes(text).endsWith("{0}"), goes(text));
  }

  /** A channel that reads zeros alone is zero too, through a depthwise convolution. */
  @Test
  void zerosTravel() {
    assertEquals(
        "b{1}",
        goes(
            chain("1, 0, 1", "1, 0, 2", "r = Conv <group = 3, pads = [1,1,1,1]> (c, z)", "1, 2, 3")
                .replace("<float[3,1,1,1] v", "<float[3,1,3,3] z ~ normal(4), float[3,1,1,1] v")));
    assertEquals(
        "",
        goes(
            chain("1, 0, 1", "1, 0, 2", "r = Conv <group = 3> (c, z, u)", "1, 2, 3")
                .replace("<float[3,1,1,1] v", "<float[3,1,1,1] z ~ normal(4), float[3,1,1,1] v")));
  }

  /** In random networks, planted zeros go and nothing changes. */
  @Test
  void plantedZerosInRandomNetworks() {
    int found = 0;
    for (long seed = 1; seed <= 150; seed++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      String text = RandomNetwork.text(random);
      Model original = PlantedZeros.in(text, seed, true);
      Model model = PlantedZeros.in(text, seed, true);
      Network network = Network.of(model);
      List<BitSet> dropped = new ZeroChannels().of(network);
      found += dropped.stream().mapToInt(BitSet::cardinality).sum();
      network.narrow(dropped);
      double difference = Oracle.difference(original, model, seed);
      assertTrue(difference <= 1e-5, "seed " + seed + ": " + difference + "\n" + text);
    }
    int all = found;
    System.out.printf("150 random networks from seed 1: %d zero channels went%n", all);
    assertTrue(found > 50, () -> "only " + all);
  }
}
