package dev.repfuse.fitness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScoreTest {
  private static final double NAN = Double.NaN;
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private static double of(Score score, int label, double... outputs) {
    return score.of(outputs, 0, outputs.length, label);
  }

  @Test
  void theLargestOutputIsTheAnswer() {
    assertEquals(1, of(Score.ACCURACY, 2, 0, 1, 3));
    assertEquals(0, of(Score.ACCURACY, 1, 0, 1, 3));
    assertEquals(1, of(Score.ACCURACY, 0, 5, 5, 3));
  }

  @Test
  void theLossIsTheLogarithmOfSoftmax() {
    assertEquals(-Math.log(2), of(Score.LOSS, 0, 7, 7), 1e-12);
    assertEquals(-100, of(Score.LOSS, 1, 100, 0), 1e-12);
  }

  /** A network that gives no numbers is worth as little as can be, and its worth is a number. */
  @Test
  void whatIsNoNumberIsWorthLittle() {
    assertEquals(0, of(Score.ACCURACY, 0, NAN, NAN));
    assertEquals(0, of(Score.ACCURACY, 1, NAN, 3));
    assertEquals(Score.LEAST, of(Score.LOSS, 0, NAN, 1));
    assertEquals(Score.LEAST, of(Score.LOSS, 0, INFINITE, 1));
    assertEquals(Score.LEAST, of(Score.LOSS, 1, INFINITE, 1));
    assertEquals(Score.LEAST, of(Score.LOSS, 0, -INFINITE, 1));
  }
}
