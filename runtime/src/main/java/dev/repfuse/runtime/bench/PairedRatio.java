package dev.repfuse.runtime.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The time of one model as a part of another's: the median of the ratios of all rounds, in which
 * both ran one after the other, so that what slows the machine slows both. What it could be as well
 * comes from a bootstrap (Efron, 1979) that draws whole episodes, for rounds of one are alike;
 * since there are few of them, its distances are stretched by √(n/(n-1)) and by Student's quantile
 * over the normal one.
 *
 * @param ratio below one if the model is faster
 * @param low of the 95% interval
 * @param high of the 95% interval
 * @param verdict by the 99% interval
 */
public record PairedRatio(double ratio, double low, double high, Verdict verdict) {
  private static final int RESAMPLES = 2000;

  /** What can be said. */
  public enum Verdict {
    FASTER,
    SLOWER,
    NO_DIFFERENCE
  }

  /** One ratio and where it is from. */
  private record Pair(double ratio, int episode) {}

  /**
   * Compares two models of a recording.
   *
   * @param model whose time is divided
   * @param reference by whose time
   */
  public static PairedRatio of(List<Episode> episodes, int model, int reference) {
    Pair[] pairs =
        java.util.stream.IntStream.range(0, episodes.size())
            .boxed()
            .flatMap(e -> pairs(episodes.get(e), e, model, reference))
            .sorted(Comparator.comparingDouble(Pair::ratio))
            .toArray(Pair[]::new);
    int[] once = new int[episodes.size()];
    Arrays.fill(once, 1);
    double middle = median(pairs, once);
    double[] medians = new double[RESAMPLES];
    SplittableRandom random = new SplittableRandom(pairs.length);
    for (int i = 0; i < RESAMPLES; i++) {
      int[] drawn = new int[episodes.size()];
      for (int j = 0; j < drawn.length; j++) {
        drawn[random.nextInt(drawn.length)]++;
      }
      medians[i] = Math.log(median(pairs, drawn));
    }
    Arrays.sort(medians);
    double centre = Math.log(middle);
    Interval wide = interval(medians, centre, 0.99, episodes.size());
    Interval usual = interval(medians, centre, 0.95, episodes.size());
    Verdict verdict =
        wide.high() < 1 ? Verdict.FASTER : wide.low() > 1 ? Verdict.SLOWER : Verdict.NO_DIFFERENCE;
    return new PairedRatio(middle, usual.low(), usual.high(), verdict);
  }

  private static java.util.stream.Stream<Pair> pairs(
      Episode episode, int number, int model, int reference) {
    return java.util.stream.IntStream.range(0, episode.rounds())
        .mapToObj(round -> new Pair(episode.ratio(round, model, reference), number));
  }

  /** Of sorted ratios, each as often as its episode was drawn. */
  private static double median(Pair[] pairs, int[] drawn) {
    long total = 0;
    for (Pair pair : pairs) {
      total += drawn[pair.episode()];
    }
    long before = 0;
    for (Pair pair : pairs) {
      before += drawn[pair.episode()];
      if (2 * before >= total) {
        return pair.ratio();
      }
    }
    return Double.NaN;
  }

  private record Interval(double low, double high) {}

  private static Interval interval(double[] sorted, double centre, double level, int episodes) {
    if (episodes < 2) {
      return new Interval(0, Double.POSITIVE_INFINITY);
    }
    double tail = (1 - level) / 2;
    double stretch =
        Math.sqrt(episodes / (episodes - 1.0))
            * TDistribution.of(episodes - 1).inverseSurvivalProbability(tail)
            / NormalDistribution.of(0, 1).inverseSurvivalProbability(tail);
    double low = sorted[(int) Math.floor(tail * (sorted.length - 1))];
    double high = sorted[(int) Math.ceil((1 - tail) * (sorted.length - 1))];
    return new Interval(
        Math.exp(centre - stretch * Math.max(0, centre - low)),
        Math.exp(centre + stretch * Math.max(0, high - centre)));
  }

  /** How far the 95% interval reaches to its farther side, as a part of the ratio. */
  public double halfWidth() {
    return Math.max(high / ratio - 1, 1 - low / ratio);
  }

  /** The verdict in words, for somebody who gave the model second. */
  public String words() {
    return switch (verdict) {
      case FASTER -> "faster";
      case SLOWER -> "slower";
      case NO_DIFFERENCE ->
          "no difference seen (±%.1f%%)"
              .formatted(100 * Math.max(Math.abs(high - 1), Math.abs(1 - low)));
    };
  }
}
