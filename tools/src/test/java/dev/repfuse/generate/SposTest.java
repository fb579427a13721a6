package dev.repfuse.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.report.ModelStatistics;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SPOS's space by the figures that its authors' code gives: multiply-accumulates of convolutions
 * and of the linear layer, which has no bias, at 224×224.
 */
class SposTest {
  private static final String PUBLISHED = "2,1,0,1,2,0,2,0,2,0,2,3,0,0,0,0,3,2,3,3";
  private static final String WITH_CHANNELS = "0,0,3,1,1,1,0,0,2,0,2,1,1,0,2,0,2,1,3,2";
  private static final String SCALES = "6,5,3,5,2,6,3,4,2,5,7,5,4,6,7,4,4,5,4,3";
  private static final long FIXED = 38_555_648;
  private static final Model SUPERNET = Counts.uniform(Plan.of(Family.SPOS));
  private static final long[][] COSTS = costs();

  private static Plan subnet(List<Integer> arch) {
    return Plan.of(Family.SPOS).with(Variant.STANDARD.withArch(arch));
  }

  private static void check(Plan plan, long macs, long withoutNorms, long parameters) {
    Model model = Counts.uniform(plan);
    ModelStatistics statistics = ModelStatistics.of(model);

    assertEquals(macs, statistics.macs().orElseThrow());
    assertEquals(parameters, statistics.parameters());
    assertEquals(withoutNorms, Counts.withoutNorms(model));
    assertEquals(parameters, withoutNorms + 2 * Counts.normChannels(model));
  }

  @Test
  void thePublishedNetworks() {
    check(subnet(Counts.numbers(PUBLISHED)), 322_918_720, 3_529_312, 3_558_464);
    Variant channels =
        Variant.STANDARD.withArch(Counts.numbers(WITH_CHANNELS)).withScales(Counts.numbers(SCALES));
    check(Plan.of(Family.SPOS).with(channels), 327_857_920, 3_407_035, 3_432_579);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 295842496, 3132448, 22432",
    "1, 313654976, 3189536, 22432",
    "2, 340373696, 3275168, 22432",
    "3, 358825920, 3830400, 40416",
  })
  void theSameChoiceEverywhere(int choice, long macs, long withoutNorms, long norms) {
    check(subnet(Collections.nCopies(20, choice)), macs, withoutNorms, withoutNorms + norms);
  }

  /** Constants of 1 and 0 stand where the retrained network has scales and shifts. */
  @Test
  void normalizationsMayBeAsInTheSupernet() {
    Model model =
        Plan.of(Family.SPOS)
            .with(Variant.STANDARD.withArch(Counts.numbers(PUBLISHED)).withoutAffine())
            .model();

    assertEquals(3_529_312, Counts.withoutNorms(model));
    assertEquals((3_558_464 - 3_529_312) / 2, Counts.normChannels(model));
    for (Node node : model.graph().nodes()) {
      if (node.is("BatchNormalization")) {
        assertTrue(isFilled(node, 1, 1), () -> "scale of " + node);
        assertTrue(isFilled(node, 2, 0), () -> "shift of " + node);
      }
    }
  }

  private static boolean isFilled(Node node, int input, double value) {
    double[] numbers = ((Initializer) node.input(input)).tensor().orElseThrow().doubles();
    return Arrays.stream(numbers).allMatch(number -> number == value);
  }

  @Test
  void theSupernet() {
    assertEquals(8_388_176, Counts.withoutNorms(SUPERNET));
    assertEquals(50_736, Counts.normChannels(SUPERNET));
    assertEquals(8_489_648, 8_388_176 + 2 * Counts.normChannels(SUPERNET));
    assertEquals(FIXED, Counts.macs(SUPERNET, name -> !name.startsWith("layers.")));
  }

  private static long[][] costs() {
    long[][] costs = new long[20][4];
    for (int layer = 0; layer < costs.length; layer++) {
      for (int choice = 0; choice < 4; choice++) {
        String prefix = "layers.%d.choices.%d.".formatted(layer, choice);
        costs[layer][choice] = Counts.macs(SUPERNET, name -> name.startsWith(prefix));
      }
    }
    return costs;
  }

  @ParameterizedTest
  @CsvSource({
    " 0,  0, 13396992, 15805440, 19418112, 13146112",
    " 1,  3,  7325696,  8931328, 11339776, 12343296",
    " 4,  4, 26304768, 28111104, 30820608, 20296192",
    " 5,  7, 10599680, 11603200, 13108480, 16746240",
    " 8,  8, 30670080, 31673600, 33178880, 21199360",
    " 9, 15, 10317440, 10819200, 11571840, 15899520",
    "16, 16, 30387840, 30889600, 31642240, 20634880",
    "17, 19, 10176320, 10427200, 10803520, 15476160",
  })
  void everyChoiceOfEveryLayer(int first, int last, long a, long b, long c, long d) {
    for (int layer = first; layer <= last; layer++) {
      assertArrayEquals(new long[] {a, b, c, d}, COSTS[layer], "layer " + layer);
    }
  }

  @Test
  void costsAddUp() {
    assertEquals(270_359_360, FIXED + sum(row -> Arrays.stream(row).min().orElseThrow()));
    assertEquals(398_609_216, FIXED + sum(row -> Arrays.stream(row).max().orElseThrow()));
    List<Integer> published = Counts.numbers(PUBLISHED);
    long macs = FIXED;
    for (int layer = 0; layer < 20; layer++) {
      macs += COSTS[layer][published.get(layer)];
    }
    assertEquals(322_918_720, macs);
  }

  private static long sum(ToLongFunction<long[]> choice) {
    return Arrays.stream(COSTS).mapToLong(choice).sum();
  }

  /** 59.0% of uniform paths have no more than 330M. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void threeOfFivePathsMeetTheLimit(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int paths = 100_000;
    int met = 0;
    for (int path = 0; path < paths; path++) {
      if (FIXED + sum(row -> row[random.nextInt(row.length)]) <= 330_000_000) {
        met++;
      }
    }
    assertEquals(0.59, (double) met / paths, 0.005, "seed " + seed);
  }

  @Test
  void architecturesOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> subnet(List.of(1)));
    assertThrows(IllegalArgumentException.class, () -> subnet(Collections.nCopies(20, 4)));
    assertThrows(IllegalArgumentException.class, () -> subnet(Collections.nCopies(20, -1)));
  }
}
