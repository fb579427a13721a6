package dev.repfuse.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The generator gives the numbers of the published algorithm, spread as they should be. */
class SplitMix64Test {
  @Test
  void givesThePublishedSequence() {
    SplitMix64 random = new SplitMix64(1234567);
    long[] five = {random.next(), random.next(), random.next(), random.next(), random.next()};
    assertArrayEquals(
        new long[] {
          6457827717110365317L,
          3203168211198807973L,
          Long.parseUnsignedLong("9817491932198370423"),
          4593380528125082431L,
          Long.parseUnsignedLong("16408922859458223821")
        },
        five);
  }

  @Test
  void invertsTheNormalDistribution() {
    assertEquals(0, SplitMix64.inverseNormal(0.5), 1e-9);
    assertEquals(1.959963984540054, SplitMix64.inverseNormal(0.975), 1e-8);
    assertEquals(-1.2815515655446004, SplitMix64.inverseNormal(0.1), 1e-8);
    assertEquals(-3.090232306167813, SplitMix64.inverseNormal(0.001), 1e-8);
    assertEquals(3.090232306167813, SplitMix64.inverseNormal(0.999), 1e-8);
  }

  @Test
  void normalNumbersHaveMeanZeroAndVarianceOne() {
    SplitMix64 random = new SplitMix64(42);
    int count = 100_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double value = random.normal();
      sum += value;
      squares += value * value;
    }
    assertEquals(0, sum / count, 0.01, "mean, seed 42");
    assertEquals(1, squares / count, 0.02, "variance, seed 42");
  }

  @Test
  void smallNumbersReachBothEnds() {
    SplitMix64 random = new SplitMix64(42);
    boolean[] seen = new boolean[10];
    for (int i = 0; i < 1000; i++) {
      seen[random.upTo(9)] = true;
    }
    for (int i = 0; i < seen.length; i++) {
      assertTrue(seen[i], "seed 42 never gives " + i);
    }
  }

  @Test
  void streamsDiffer() {
    long first = SplitMix64.ofStream(0, 0, 0).next();
    assertEquals(first, SplitMix64.ofStream(0, 0, 0).next());
    assertNotEquals(first, SplitMix64.ofStream(1, 0, 0).next());
    assertNotEquals(first, SplitMix64.ofStream(0, 1, 0).next());
    assertNotEquals(first, SplitMix64.ofStream(0, 0, 1).next());
  }
}
