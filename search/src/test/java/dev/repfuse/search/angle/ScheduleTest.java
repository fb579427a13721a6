package dev.repfuse.search.angle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.repfuse.pass.choice.ChoicePoint;
import dev.repfuse.pass.choice.ChoicePoint.Generated;
import dev.repfuse.pass.choice.Decider;
import dev.repfuse.pass.choice.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Which operators a step drops, and when trained weights become the initial ones. */
class ScheduleTest {
  private static final SearchSpace SPACE =
      new SearchSpace(List.<ChoicePoint>of(layer(0), layer(1), layer(2)));

  private static Generated layer(int at) {
    return new Generated(new Decider("arch", List.of(at)), 2, List.of("w"));
  }

  private static List<ScoredOperator> scores(double... values) {
    List<ScoredOperator> scores = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      scores.add(
          new ScoredOperator(
              new Operator(i / 2, i % 2),
              Double.isNaN(values[i]) ? OptionalDouble.empty() : OptionalDouble.of(values[i]),
              1));
    }
    return scores;
  }

  @Test
  void theSmallestScoresGoButNeverTheLastOfALayer() {
    assertEquals(
        List.of(new Operator(1, 1), new Operator(0, 0), new Operator(2, 1)),
        Schedule.SPOS.dropped(SPACE, scores(.3, .5, .2, .1, .9, .4), 7));
    assertEquals(
        List.of(new Operator(1, 1)),
        Schedule.SPOS.dropped(SPACE, scores(.3, .5, .2, .1, .9, .4), 1));
  }

  @Test
  void whatNoLegalArchitectureHasGoesFirst() {
    assertEquals(
        List.of(new Operator(2, 0)),
        Schedule.THIRD.dropped(SPACE, scores(.3, .5, .2, .1, Double.NaN, .4), 1));
  }

  @Test
  void cellsLoseOneOfEachEdge() {
    assertEquals(3, Schedule.DARTS.drops(3));
    List<Operator> dropped = Schedule.DARTS.dropped(SPACE, scores(.3, .5, .2, .1, .9, .4), 3);
    assertEquals(
        List.of(List.of(1), List.of(0), List.of(0)), Schedule.without(SPACE, dropped).choices());
    SearchSpace wide =
        new SearchSpace(
            List.<ChoicePoint>of(
                new Generated(new Decider("arch", List.of(0)), 4, List.of("w")), layer(1)));
    List<ScoredOperator> four = new ArrayList<>();
    for (int choice = 0; choice < 4; choice++) {
      four.add(new ScoredOperator(new Operator(0, choice), OptionalDouble.of(choice), 1));
    }
    assertEquals(List.of(new Operator(0, 0)), Schedule.DARTS.dropped(wide, four, 2));
  }

  @Test
  void otherSpacesLoseAThirdOfTheirLayers() {
    assertEquals(7, Schedule.THIRD.drops(21));
    assertEquals(2, Schedule.THIRD.drops(6));
    assertEquals(1, Schedule.THIRD.drops(1));
  }

  private static History after(Schedule schedule, int drops, int steps) {
    History history = History.none(schedule, "first");
    for (int step = 1; step <= steps; step++) {
      history = history.next(schedule, drops, "trained " + step);
    }
    return history;
  }

  @Test
  void trainedWeightsBecomeTheInitialOnesOnce() {
    assertEquals("first", after(Schedule.SPOS, 7, 7).initial());
    assertEquals(OptionalInt.of(8), after(Schedule.SPOS, 7, 8).replacedAfter());
    assertEquals("trained 8", after(Schedule.SPOS, 7, 20).initial());
    assertEquals(OptionalInt.of(3), after(Schedule.FAIRNAS, 19, 9).replacedAfter());
    assertTrue(after(Schedule.DARTS, 14, 9).replacedAfter().isEmpty());
  }
}
