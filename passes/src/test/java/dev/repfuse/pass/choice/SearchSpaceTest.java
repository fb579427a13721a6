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

  @Test
  void droppedChoicesAreNeitherCountedNorDrawnNorTaken() {
    SearchSpace shrunk = SPACE.keeping(List.of(List.of(0, 2), List.of(1)));
    assertEquals(List.of(List.of(0, 2), List.of(1)), shrunk.choices());
    assertEquals(SPACE.deciders(), shrunk.deciders());
    assertEquals(BigInteger.TWO, shrunk.size());
    assertEquals(
        new HashSet<>(List.of(List.of(0, 1), List.of(2, 1))), new HashSet<>(shrunk.random(2, 1)));
    shrunk.check(List.of(2, 1));
    ChoiceException refusal =
        assertThrows(ChoiceException.class, () -> shrunk.check(List.of(1, 1)));
    assertEquals("choice 0 is 1, which was dropped; ids[0] has 0, 2 left", refusal.getMessage());
  }

  @Test
  void aWholeSpaceHasAllChoices() {
    assertEquals(List.of(List.of(0, 1, 2), List.of(0, 1)), SPACE.choices());
    assertEquals(SPACE, SPACE.keeping(SPACE.choices()));
  }

  @Test
  void whatIsLeftIsOfTheSpace() {
    for (List<Integer> left : List.of(List.<Integer>of(), List.of(3), List.of(1, 0))) {
      assertThrows(
          ChoiceException.class, () -> SPACE.keeping(List.of(left, List.of(0))), left::toString);
    }
  }
}
