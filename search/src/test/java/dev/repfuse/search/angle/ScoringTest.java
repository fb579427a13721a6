package dev.repfuse.search.angle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.choice.FindChoices;
import dev.repfuse.pass.choice.SearchSpace;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Means of angles over architectures: all, drawn ones, and those that limits allow. */
class ScoringTest {
  private static final Angles ANGLES = Chains.angles();
  private static final SearchSpace SPACE = FindChoices.in(ModelText.parse(Chains.TRAINED)).space();

  private static double mean(int[]... children) {
    return Arrays.stream(children).mapToDouble(ANGLES::angle).average().orElseThrow();
  }

  @Test
  void aSmallSpaceIsCountedAsAWhole() {
    Scoring.Scores scores = new Scoring(ANGLES, new Population(1, 9, 1, child -> true)).of(SPACE);
    assertTrue(scores.exact());
    assertEquals(9, scores.children());
    ScoredOperator pooling = scores.operators().get(4);
    assertEquals(new Operator(1, 1), pooling.operator());
    assertEquals(3, pooling.children());
    assertEquals(
        mean(new int[] {0, 1}, new int[] {1, 1}, new int[] {2, 1}),
        pooling.score().orElseThrow(),
        1e-15);
  }

  @Test
  void onlyWhatIsAllowedCounts() {
    Scoring.Scores scores =
        new Scoring(ANGLES, new Population(1, 9, 1, child -> child[0] + child[1] < 3)).of(SPACE);
    assertEquals(6, scores.children());
    assertEquals(ANGLES.angle(new int[] {2, 0}), scores.operators().get(2).score().orElseThrow());
    Scoring.Scores none =
        new Scoring(ANGLES, new Population(1, 9, 1, child -> child[0] != 1)).of(SPACE);
    assertTrue(none.operators().get(1).score().isEmpty());
  }

  @Test
  void droppedChoicesAreNotDrawn() {
    SearchSpace fewer = SPACE.keeping(List.of(List.of(1, 2), List.of(0)));
    for (long largest : new long[] {0, 9}) {
      Scoring.Scores scores =
          new Scoring(ANGLES, new Population(2, largest, 1, child -> true)).of(fewer);
      assertEquals(2, scores.children());
      assertEquals(
          List.of(new Operator(0, 1), new Operator(0, 2), new Operator(1, 0)),
          scores.operators().stream().map(ScoredOperator::operator).toList());
    }
  }

  /** A sample of everything has the means of everything, and the same seed draws the same. */
  @Test
  void aSampleOfAllIsExact() {
    Scoring.Scores drawn = new Scoring(ANGLES, new Population(3, 0, 5, child -> true)).of(SPACE);
    Scoring.Scores all = new Scoring(ANGLES, new Population(3, 9, 5, child -> true)).of(SPACE);
    assertFalse(drawn.exact());
    assertEquals(9, drawn.children());
    for (int i = 0; i < all.operators().size(); i++) {
      assertEquals(
          all.operators().get(i).score().orElseThrow(),
          drawn.operators().get(i).score().orElseThrow(),
          1e-15);
    }
    assertEquals(
        new Scoring(ANGLES, new Population(1, 0, 8, child -> true)).of(SPACE),
        new Scoring(ANGLES, new Population(1, 0, 8, child -> true)).of(SPACE));
  }

  /** Of the children with the first operator, half have no identity in the second layer. */
  @Test
  void theNumberOfIdentitiesIsDrawnFirst() {
    Children children = new Children(ANGLES, SPACE.choices(), new SplittableRandom(3));
    int[] child = new int[2];
    int identities = 0;
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      children.draw(new Operator(0, 0), child);
      assertEquals(0, child[0]);
      identities += child[1] == 2 ? 1 : 0;
      seen.add(child[1]);
    }
    assertEquals(5_000, identities, 200, "seed 3");
    assertEquals(Set.of(0, 1, 2), seen);
  }
}
