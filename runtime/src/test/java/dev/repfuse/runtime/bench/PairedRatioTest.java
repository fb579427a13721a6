package dev.repfuse.runtime.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.runtime.bench.PairedRatio.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Times that are made up, of which it is known what they have to say. */
class PairedRatioTest {
  /**
   * Episodes in which the machine slows down and recovers, and sessions differ a little.
   *
   * @param factor the true ratio
   */
  private static List<Episode> episodes(double factor, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Episode> episodes = new ArrayList<>();
    for (int e = 0; e < 12; e++) {
      double bias = 1 + 0.004 * random.nextGaussian();
      long[][] times = new long[60][2];
      for (int round = 0; round < times.length; round++) {
        double machine = 1e6 * (1 + 0.3 * Math.sin(e + round / 20.0));
        times[round][0] = (long) (machine * (1 + 0.02 * random.nextGaussian()));
        times[round][1] = (long) (machine * factor * bias * (1 + 0.02 * random.nextGaussian()));
      }
      episodes.add(new Episode(times));
    }
    return episodes;
  }

  @Test
  void tellsTwoPercent() {
    PairedRatio ratio = PairedRatio.of(episodes(0.98, 1), 1, 0);
    assertEquals(0.98, ratio.ratio(), 0.005);
    assertEquals(Verdict.FASTER, ratio.verdict());
    assertTrue(ratio.low() < 0.98 && ratio.high() > 0.975, ratio::toString);
    assertEquals(Verdict.SLOWER, PairedRatio.of(episodes(1.02, 1), 1, 0).verdict());
  }

  /** The interval holds the truth as often as it says, and a difference is seldom invented. */
  @Test
  void coversTheTruth() {
    int covered = 0;
    int invented = 0;
    int runs = 400;
    for (int seed = 0; seed < runs; seed++) {
      PairedRatio ratio = PairedRatio.of(episodes(1, seed), 1, 0);
      covered += ratio.low() <= 1 && ratio.high() >= 1 ? 1 : 0;
      invented += ratio.verdict() != Verdict.NO_DIFFERENCE ? 1 : 0;
    }
    int inside = covered;
    int wrong = invented;
    System.out.printf("%d of %d intervals hold 1, %d invent a difference%n", inside, runs, wrong);
    assertTrue(inside >= 0.93 * runs, () -> inside + " of " + runs);
    assertTrue(wrong <= 0.025 * runs, () -> wrong + " of " + runs);
  }

  /** One set of sessions says nothing of how much sessions differ. */
  @Test
  void oneEpisodeDecidesNothing() {
    PairedRatio ratio = PairedRatio.of(episodes(0.5, 1).subList(0, 1), 1, 0);
    assertEquals(Verdict.NO_DIFFERENCE, ratio.verdict());
    assertEquals(0.5, ratio.ratio(), 0.02);
  }

  @Test
  void theSameTimesAreNoDifference() {
    long[][] times = {{5, 5}, {7, 7}, {6, 6}};
    PairedRatio ratio = PairedRatio.of(List.of(new Episode(times), new Episode(times)), 1, 0);
    assertEquals(new PairedRatio(1, 1, 1, Verdict.NO_DIFFERENCE), ratio);
    assertEquals("no difference seen (±0.0%)", ratio.words());
  }
}
