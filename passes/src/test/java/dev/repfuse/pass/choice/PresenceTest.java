package dev.repfuse.pass.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Conditions on choices: joined, narrowed, and the same as what they were made of. */
class PresenceTest {
  private static final List<Integer> COUNTS = List.of(3, 2, 3);

  private static NavigableSet<Integer> set(Integer... numbers) {
    return new TreeSet<>(List.of(numbers));
  }

  private static Presence only(int axis, Integer... numbers) {
    return Presence.ALWAYS.and(axis, set(numbers), COUNTS);
  }

  @Test
  void allNumbersOfAnAxisAreNoCondition() {
    Presence some = only(0, 0).or(only(0, 2), COUNTS);
    assertEquals(List.of(Map.of(0, set(0, 2))), some.cases());
    assertTrue(some.or(only(0, 1), COUNTS).isAlways());
    assertTrue(only(0, 1).and(0, set(2), COUNTS).isNever());
  }

  @Test
  void otherAxesOfOneDeciderAreOne() {
    Presence twice = only(0, 1).or(only(2, 1), COUNTS);
    assertEquals(2, twice.cases().size());
    assertEquals(List.of(Map.of(0, set(1))), twice.over(List.of(0, 1, 0), List.of(3, 2)).cases());
    Presence both = only(0, 1).and(2, set(0), COUNTS);
    assertTrue(both.over(List.of(0, 1, 0), List.of(3, 2)).isNever());
  }

  /** Random conditions, against sets of all architectures. */
  @Test
  void isThereWhereItsPartsAre() {
    long seed = 31;
    SplittableRandom random = new SplittableRandom(seed);
    int several = 0;
    for (int round = 0; round < 300; round++) {
      Presence presence = Presence.NEVER;
      List<Map<Integer, NavigableSet<Integer>>> parts = new ArrayList<>();
      for (int part = 0; part < 4; part++) {
        Presence one = Presence.ALWAYS;
        for (int axis = 0; axis < 3; axis++) {
          if (random.nextBoolean()) {
            one = one.and(axis, set(random.nextInt(COUNTS.get(axis))), COUNTS);
          }
        }
        parts.addAll(one.cases());
        presence = presence.or(one, COUNTS);
      }
      several += presence.cases().size() > 1 ? 1 : 0;
      for (int a = 0; a < 18; a++) {
        List<Integer> choices = List.of(a % 3, a / 3 % 2, a / 6);
        assertEquals(holds(parts, choices), holds(presence.cases(), choices), "seed " + seed);
      }
    }
    System.out.printf("seed %d: %d of 300 take several cases%n", seed, several);
    assertTrue(several > 50);
  }

  private static boolean holds(
      List<Map<Integer, NavigableSet<Integer>>> cases, List<Integer> choices) {
    return cases.stream()
        .anyMatch(one ->
            one.entrySet().stream()
                .allMatch(axis -> axis.getValue().contains(choices.get(axis.getKey()))));
  }
}
