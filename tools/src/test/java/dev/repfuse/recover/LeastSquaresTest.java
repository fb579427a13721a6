package dev.repfuse.recover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Ridge regression finds weights that explain residuals, and no others. */
class LeastSquaresTest {
  @Test
  void findsTheWeightsOfALinearMap() {
    double[][] weights = {{2, -1}, {0, 3}, {0.5, 0}};
    SplittableRandom random = new SplittableRandom(8);
    LeastSquares equations = new LeastSquares(3, 2);
    for (int i = 0; i < 1000; i++) {
      double[] row = {random.nextGaussian(), random.nextGaussian(), 1};
      double[] residual = new double[2];
      for (int output = 0; output < 2; output++) {
        for (int feature = 0; feature < 3; feature++) {
          residual[output] += row[feature] * weights[feature][output];
        }
      }
      equations.add(row, residual, residual[0] * residual[0] + residual[1] * residual[1]);
    }

    LeastSquares.Solution solution = equations.solve();

    for (int feature = 0; feature < 3; feature++) {
      for (int output = 0; output < 2; output++) {
        assertEquals(weights[feature][output], solution.change().get(feature, output), 5e-3);
      }
    }
    assertEquals(solution.scale(), solution.before(), 1e-6 * solution.scale());
    assertTrue(solution.after() < 1e-5 * solution.before(), solution::toString);
  }

  @Test
  void withoutDataNothingChanges() {
    LeastSquares.Solution solution = new LeastSquares(2, 1).solve();

    assertEquals(0, solution.change().get(0, 0), 0);
    assertEquals(0, solution.after(), 0);
  }

  /** Features that are always zero, as of padding, get no weight. */
  @Test
  void deadFeaturesStayOut() {
    LeastSquares equations = new LeastSquares(2, 1);
    for (int i = 1; i < 600; i++) {
      equations.add(new double[] {i % 7 - 3, 0}, new double[] {2.0 * (i % 7 - 3)}, 1);
    }

    LeastSquares.Solution solution = equations.solve();

    assertEquals(2, solution.change().get(0, 0), 5e-3);
    assertEquals(0, solution.change().get(1, 0), 0);
  }
}
