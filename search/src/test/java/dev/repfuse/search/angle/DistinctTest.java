package dev.repfuse.search.angle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Architectures that are new, against a set of lists. */
class DistinctTest {
  private static void compare(int layers, int choices, int draws) {
    long seed = 17;
    SplittableRandom random = new SplittableRandom(seed);
    Distinct distinct = new Distinct(Collections.nCopies(layers, choices));
    Set<List<Integer>> known = new HashSet<>();
    int repeated = 0;
    for (int i = 0; i < draws; i++) {
      int[] child = random.ints(layers, 0, choices).toArray();
      Arrays.fill(child, 4, layers, choices - 1);
      boolean isNew = known.add(Arrays.stream(child).boxed().toList());
      assertEquals(isNew, distinct.add(child), "seed " + seed);
      repeated += isNew ? 0 : 1;
    }
    assertEquals(known.size(), distinct.size());
    System.out.printf("seed %d: %d of %d repeated%n", seed, repeated, draws);
    assertTrue(repeated > 100 && known.size() > 1_000);
  }

  @Test
  void numbersStandForArchitectures() {
    compare(20, 7, 5_000);
  }

  /** 64 layers of seven choices have more architectures than a long has numbers. */
  @Test
  void listsDoWhereNumbersEnd() {
    compare(64, 7, 5_000);
  }

  @Test
  void theFirstArchitectureIsOneToo() {
    Distinct distinct = new Distinct(List.of(2, 2));
    assertTrue(distinct.add(new int[] {0, 0}));
    assertFalse(distinct.add(new int[] {0, 0}));
  }
}
