package dev.repfuse.pass.prune;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.check.GraphInvariants;
import dev.repfuse.ir.check.ModelCheck;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.testkit.Oracle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random networks lose random channels and compute what they compute with these masked. */
final class RandomNetworkTest {
  private static final double TOLERANCE = 1e-4;

  private long free;
  private long all;
  private long dropped;
  private int changed;

  @Test
  void twoHundred() {
    run(200, 1);
  }

  @Test
  @Tag("long")
  void fiveThousand() {
    run(5000, 1_000_000);
  }

  private void run(int networks, long firstSeed) {
    for (int i = 0; i < networks; i++) {
      check(firstSeed + i);
    }
    System.out.printf(
        "random networks: %d from seed %d, %d of them narrower; %d of %d channels free, %d dropped%n",
        networks, firstSeed, changed, free, all, dropped);
    assertTrue(changed > networks / 2, "most of them have to become narrower");
  }

  private void check(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    String text = RandomNetwork.text(random);
    Model narrow = model(text, seed);
    Network network = Network.of(narrow);
    List<BitSet> choice = choose(network, random);
    try {
      network.narrow(choice);
      GraphInvariants.check(narrow.graph());
      ModelCheck.check(narrow);
      Model masked = model(text, seed);
      Network.of(masked).mask(choice);
      double difference = Oracle.difference(masked, narrow, seed);
      assertTrue(difference <= TOLERANCE, () -> "they differ by " + difference);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + text, e);
    }
  }

  /** Every other one has filters of zeros, and so channels that are constant. */
  private static Model model(String text, long seed) {
    return seed % 2 == 0 ? ModelText.parse(text) : PlantedZeros.in(text, seed, false);
  }

  /** Any channels of any group, but not all of it. */
  private List<BitSet> choose(Network network, RandomGenerator random) {
    double share = random.nextDouble();
    List<BitSet> choice = new ArrayList<>();
    boolean any = false;
    for (ChannelGroup group : network.groups()) {
      BitSet gone = new BitSet();
      boolean weighs =
          group.places().stream().anyMatch(place -> place.value() instanceof Initializer);
      if (weighs && group.size() > 1) {
        all += group.size();
      }
      if (group.pin().isEmpty() && group.size() > 1) {
        free += weighs ? group.size() : 0;
        int kept = random.nextInt(group.size());
        for (int channel = 0; channel < group.size(); channel++) {
          if (channel != kept && random.nextDouble() < share) {
            gone.set(channel);
          }
        }
      }
      dropped += gone.cardinality();
      any |= !gone.isEmpty();
      choice.add(gone);
    }
    changed += any ? 1 : 0;
    return choice;
  }
}
