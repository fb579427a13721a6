package dev.repfuse.search.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.search.cluster.Assignments.Pair;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AssignmentsTest {
  private static final UUID ANNE = new UUID(0, 1);
  private static final UUID BOB = new UUID(0, 2);

  private final Assignments assignments = new Assignments();

  private static List<Integer> candidate(int number) {
    return List.of(number);
  }

  @Test
  void givesEachWorkerAsManyAsItHasSlots() {
    assignments.begin(List.of(candidate(0), candidate(1), candidate(2), candidate(3)));
    assertFalse(assignments.canAsk(), "nobody is there");
    assignments.add(ANNE, 2);
    assignments.add(BOB, 1);
    assertEquals(ANNE, assignments.next().orElseThrow().worker());
    assertEquals(
        2,
        java.util.stream.Stream.generate(assignments::next).takeWhile(Optional::isPresent).count());
    assertFalse(assignments.canAsk(), "all have their hands full");
  }

  @Test
  void givesWhatALostWorkerHadToAnother() {
    assignments.begin(List.of(candidate(0)));
    assignments.add(ANNE, 1);
    Pair lost = assignments.next().orElseThrow();
    assignments.add(BOB, 1);
    assignments.lose(ANNE);
    assignments.takeBack(lost);
    Pair again = assignments.next().orElseThrow();
    assertEquals(new Pair(candidate(0), BOB), again);
    assertTrue(assignments.next().isEmpty(), "it waits once, though it was given up twice");
    assertTrue(assignments.finish(again));
    assertTrue(assignments.areDone());
  }

  /** The answer of a worker that was given up still counts, once. */
  @Test
  void takesTheFirstAnswerOnly() {
    assignments.begin(List.of(candidate(0)));
    assignments.add(ANNE, 1);
    Pair slow = assignments.next().orElseThrow();
    assignments.lose(ANNE);
    assertTrue(assignments.finish(slow));
    assignments.add(BOB, 1);
    assertFalse(assignments.canAsk());
    assertFalse(assignments.finish(new Pair(candidate(0), BOB)));
  }

  /**
   * One that fails is asked no more; what two fail at, or the only one, is the candidate's fault.
   */
  @Test
  void givesWhatOneFailedAtToAnother() {
    assignments.begin(List.of(candidate(0), candidate(1)));
    assignments.add(ANNE, 2);
    Pair first = assignments.next().orElseThrow();
    Pair second = assignments.next().orElseThrow();
    assignments.add(BOB, 2);
    assertTrue(assignments.dismiss(first));
    assertTrue(assignments.dismiss(second), "she is dismissed already");
    assertEquals(BOB, assignments.next().orElseThrow().worker());
    assertEquals(BOB, assignments.next().orElseThrow().worker());
    assertTrue(assignments.finish(new Pair(candidate(1), BOB)));
    assertFalse(assignments.dismiss(new Pair(candidate(0), BOB)));
  }
}
