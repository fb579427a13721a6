package dev.repfuse.pass.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.text.ModelText;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Channels that go until a network costs no more than a limit. */
final class BudgetTest {
  /** Two layers; a channel of the first costs 9·(2+2) weights, one of the second 9·8 + 2. */
  private static final String NETWORK =
      "g (float[1,2,8,8] x) => (float[1,2,8,8] y) <float[8,2,3,3] u ~ normal(1), float[8,8,3,3] v ~"
          + " normal(2), float[2,8,1,1] w ~ normal(3)> { a = Conv <pads = [1,1,1,1]> (x, u)"
          + " r = Relu (a) b = Conv <pads = [1,1,1,1]> (r, v) s = Relu (b) y = Conv (s, w) }";

  private static List<BitSet> meet(Network network, Measure measure, double limit, int multiple) {
    List<BitSet> dropped = new ArrayList<>();
    network.groups().forEach(group -> dropped.add(new BitSet()));
    Set<Integer> free =
        Set.copyOf(
            IntStream.range(0, network.groups().size())
                .filter(group -> network.isPrunable(network.groups().get(group)))
                .boxed()
                .toList());
    Budget.meet(
        network,
        network.costs(measure),
        limit,
        Ranking.STANDARD,
        new Rounding(multiple, false),
        dropped,
        free);
    return dropped;
  }

  private static int went(List<BitSet> dropped) {
    return dropped.stream().mapToInt(BitSet::cardinality).sum();
  }

  @Test
  void meetsALimitAndDropsNoMoreThanThat() {
    Network network = Network.of(ModelText.parse(NETWORK));
    double whole = network.costs(Measure.MACS).total();
    assertEquals(64 * (8 * 2 * 9 + 8 * 8 * 9 + 2 * 8), whole);

    List<BitSet> dropped = meet(network, Measure.MACS, whole / 2, 1);

    double after = ModelMacs.of(narrowed(dropped));
    assertTrue(after <= whole / 2 && after > whole / 3, () -> after + " of " + whole);
  }

  @Test
  void widthsAreRound() {
    Network network = Network.of(ModelText.parse(NETWORK));
    double whole = network.costs(Measure.PARAMETERS).total();

    List<BitSet> dropped = meet(network, Measure.PARAMETERS, whole / 2, 4);

    assertEquals(0, went(dropped) % 4);
    assertTrue(went(dropped) > 0);
  }

  @Test
  void saysWhenNothingIsLeftToGo() {
    Network network = Network.of(ModelText.parse(NETWORK));
    PruningException e =
        assertThrows(PruningException.class, () -> meet(network, Measure.PARAMETERS, 1, 1));
    assertEquals("it costs 29 without all channels that can go", e.getMessage());
  }

  /** What the costs say is what the narrower model has. */
  @Test
  void costsOfRandomNetworksAreThoseOfTheirFiles() {
    int narrower = 0;
    for (long seed = 1; seed <= 60; seed++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      String text = RandomNetwork.text(random);
      Model model = ModelText.parse(text);
      Network network = Network.of(model);
      Costs macs = network.costs(Measure.MACS);
      Costs parameters = network.costs(Measure.PARAMETERS);
      assertEquals(ModelMacs.of(model), macs.total(), seed + ": " + text);
      List<BitSet> dropped =
          new Ratio(0.5, new Ranking(Criterion.RANDOM, seed), Rounding.NONE).of(network);
      for (int group = 0; group < dropped.size(); group++) {
        int number = group;
        List<Slot> slots = dropped.get(group).stream().mapToObj(c -> new Slot(number, c)).toList();
        double saving = macs.saving(slots);
        double before = macs.total();
        macs.drop(slots);
        assertEquals(before - saving, macs.total(), 1e-6);
        parameters.drop(slots);
      }
      network.narrow(dropped);
      assertEquals(ModelMacs.of(model), macs.total(), 1e-6, seed + ": " + text);
      assertEquals(
          Network.of(model).costs(Measure.PARAMETERS).total(),
          parameters.total(),
          1e-6,
          seed + ": " + text);
      narrower += went(dropped) > 0 ? 1 : 0;
    }
    assertTrue(narrower > 30, "most of them have to become narrower");
  }

  private static Model narrowed(List<BitSet> dropped) {
    Model model = ModelText.parse(NETWORK);
    Network.of(model).narrow(dropped);
    return model;
  }
}
