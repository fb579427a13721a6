package dev.repfuse.pass.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.repfuse.pass.choice.ChoicePoint.Generated;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The architectures of a space: how many, which are legal, which are drawn. */
class SearchSpaceTest {
  private static Generated point(int at, int choices) {
    return new Generated(new Decider("ids", List.of(at)), choices, List.of("w"));
  }

  private static final SearchSpace SPACE =
      new SearchSpace(List.of(point(0, 3), point(1, 2), point(0, 3)));

  @Test
  void pointsOfOneDeciderAreOneChoice() {
    assertEquals(2, SPACE.deciders().size());
    assertEquals(BigInteger.valueOf(6), SPACE.size());
    SPACE.check(List.of(2, 1));
  }

  @Test
  void pointsOfOneDeciderHaveTheSameChoices() {
    SearchSpace space = new SearchSpace(List.of(point(0, 3), point(0, 4)));
    ChoiceException refusal = assertThrows(ChoiceException.class, space::deciders);
    assertEquals("ids[0] has 3 choices at one point and 4 at another", refusal.getMessage());
  }

  @Test
  void drawsDistinctArchitecturesBySeed() {
    List<List<Integer>> all = SPACE.random(6, 1);
    assertEquals(6, new HashSet<>(all).size());
    all.forEach(SPACE::check);
    assertEquals(SPACE.random(3, 5), SPACE.random(3, 5));
    assertNotEquals(SPACE.random(3, 5), SPACE.random(3, 6));
    ChoiceException refusal = assertThrows(ChoiceException.class, () -> SPACE.random(7, 1));
    assertEquals("7 distinct ones are asked for, and there are 6", refusal.getMessage());
  }
}
