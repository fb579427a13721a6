package dev.repfuse.pass.prune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.text.ModelText;
import dev.repfuse.pass.Facts;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Scores of three channels, by hand. */
final class ImportanceTest {
  private static final String NETWORK =
      "g (float[1,2,1,1] x) => (float[1,1,1,1] y) <float[3,2,1,1] v = {3,-4, 0,0, 3,0}, float[1,3,1,1]"
          + " w = {1,1,1}, float[3] s = {-2,1,3}, float[3] z = {0,0,0}, float[3] o = {1,1,1}> { c ="
          + " Conv (x, v) b = BatchNormalization (c, s, z, z, o) y = Conv (b, w) }";

  private static Optional<double[]> scores(Criterion criterion, String text) {
    Model model = ModelText.parse(text);
    Ties ties = Channels.of(model.graph(), Facts.of(model), Set.of());
    ChannelGroup group =
        ChannelGroups.of(ties).stream()
            .filter(g -> g.pin().isEmpty() && g.size() == 3)
            .findFirst()
            .orElseThrow();
    return new Importance(ties, criterion, 5).of(group);
  }

  private static double[] scores(Criterion criterion) {
    return scores(criterion, NETWORK).orElseThrow();
  }

  @Test
  void sumsMagnitudesAsPartsOfTheirMean() {
    assertArrayEquals(new double[] {2.1, 0, 0.9}, scores(Criterion.L1), 1e-12);
  }

  @Test
  void sumsSquares() {
    assertArrayEquals(new double[] {1.875, 0, 1.125}, scores(Criterion.L2), 1e-12);
  }

  @Test
  void looksAtTheScaleOfABatchNormalization() {
    assertArrayEquals(new double[] {1, 0.5, 1.5}, scores(Criterion.BATCH_NORM), 1e-12);
  }

  @Test
  void sumsDistancesToTheOtherFilters() {
    double mean = (9 + 8 + 7) / 3.0;
    double[] expected = {9 / mean, 8 / mean, 7 / mean};
    assertArrayEquals(expected, scores(Criterion.GEOMETRIC_MEDIAN), 1e-12);
  }

  @Test
  void drawsTheSameOrderForASeed() {
    assertArrayEquals(scores(Criterion.RANDOM), scores(Criterion.RANDOM), 0);
  }

  @Test
  void ranksNothingWithoutABatchNormalization() {
    String plain =
        "g (float[1,2,1,1] x) => (float[1,1,1,1] y) <float[3,2,1,1] v ~ normal(1), float[1,3,1,1] w ~"
            + " normal(2)> { c = Conv (x, v) y = Conv (c, w) }";
    assertEquals(Optional.empty(), scores(Criterion.BATCH_NORM, plain));
  }
}
