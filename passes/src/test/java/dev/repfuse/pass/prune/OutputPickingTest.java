package dev.repfuse.pass.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.testkit.Oracle;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Outputs keep their extents unless they may lose channels. */
final class OutputPickingTest {
  private static final String TEXT =
      """
      g (float[1,2,4,4] x) => (float[1,4,4,4] y)
      <float[3,2,1,1] v ~ normal(1), float[4,3,1,1] w ~ normal(2), float[4] b ~ normal(3)>
      { a = Conv (x, v) r = Relu (a) y = Conv (r, w, b) }
      """;

  private static int groupOf(Network network, String weight) {
    List<ChannelGroup> groups = network.groups();
    for (int i = 0; i < groups.size(); i++) {
      boolean makes =
          groups.get(i).places().stream()
              .anyMatch(place -> place.value().name().equals(weight) && place.axis() == 0);
      if (makes) {
        return i;
      }
    }
    throw new AssertionError(weight);
  }

  @Test
  void anAllowedOutputLosesChannels() {
    Model narrow = ModelText.parse(TEXT);
    Network network = Network.of(narrow, Set.of("y"));
    List<BitSet> dropped = network.groups().stream().map(group -> new BitSet()).toList();
    dropped.get(groupOf(network, "w")).set(1);
    dropped.get(groupOf(network, "v")).set(0);
    network.narrow(dropped);
    ModelCheck.check(narrow);
    assertEquals(
        "[1,3,4,4]",
        narrow.graph().outputs().getFirst().info().type().tensorShape().orElseThrow().toString());
    Model masked = ModelText.parse(TEXT);
    Network.of(masked, Set.of("y")).mask(dropped);
    ModelCheck.check(masked);
    assertEquals(0, Oracle.difference(masked, narrow, 3), 1e-6);
  }

  @Test
  void othersStay() {
    Network network = Network.of(ModelText.parse(TEXT));
    assertEquals(
        "graph output 'y': callers read it",
        network.groups().get(groupOf(network, "w")).pin().orElseThrow().toString());
  }

  @Test
  void whatIsReadInsideStays() {
    String text =
        TEXT.replace("(float[1,4,4,4] y)", "(float[1,4,4,4] y, float[1,4,4,4] z)")
            .replace("}", "z = Tanh (y) }");
    Network network = Network.of(ModelText.parse(text), Set.of("y", "z"));
    assertEquals(
        "graph output 'y': it is read inside of the graph, too",
        network.groups().get(groupOf(network, "w")).pin().orElseThrow().toString());
  }

  /** Zeros that callers see are no channels that count nowhere. */
  @Test
  void zerosOfAnOutputStay() {
    String text = TEXT.replace("w ~ normal(2)", "w = {0, 0, 0, 1, 2, 3, 0, 0, 0, 4, 5, 6}");
    List<BitSet> zeros = new ConstantChannels().of(Network.of(ModelText.parse(text), Set.of("y")));
    assertEquals(0, zeros.stream().mapToInt(BitSet::cardinality).sum());
  }

  @Test
  void anUnknownOutputIsRefused() {
    Model model = ModelText.parse(TEXT);
    assertEquals(
        "'q' is no output of the graph",
        assertThrows(PruningException.class, () -> Network.of(model, Set.of("q"))).getMessage());
  }
}
