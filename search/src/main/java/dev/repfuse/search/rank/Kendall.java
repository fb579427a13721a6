package dev.repfuse.search.rank;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.hipparchus.stat.correlation.KendallsCorrelation;

/** Kendall's tau-b: how far two figures put the same things into the same order, from -1 to 1. */
public final class Kendall {
  private static final int RESAMPLES = 2_000;
  private static final double TAIL = 0.025;

  private Kendall() {}

  /**
   * The correlation, with ties counted as M. G. Kendall's tau-b does.
   *
   * @param a one figure of each thing
   * @param b the other, of the same length
   * @return NaN if all values of one figure are equal
   */
  public static double tau(double[] a, double[] b) {
    return isConstant(a) || isConstant(b)
        ? Double.NaN
        : new KendallsCorrelation().correlation(a, b);
  }

  /**
   * The same with a bootstrap interval over things: percentiles of 2,000 resamples, of which those
   * that have no tau are left out.
   */
  public static Interval interval(double[] a, double[] b, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] found = new double[RESAMPLES];
    int count = 0;
    double[] x = new double[a.length];
    double[] y = new double[a.length];
    for (int resample = 0; resample < RESAMPLES; resample++) {
      for (int i = 0; i < a.length; i++) {
        int picked = random.nextInt(a.length);
        x[i] = a[picked];
        y[i] = b[picked];
      }
      double tau = tau(x, y);
      if (!Double.isNaN(tau)) {
        found[count++] = tau;
      }
    }
    double[] sorted = Arrays.copyOf(found, count);
    Arrays.sort(sorted);
    return new Interval(tau(a, b), percentile(sorted, TAIL), percentile(sorted, 1 - TAIL));
  }

  private static double percentile(double[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
  }

  private static boolean isConstant(double[] values) {
    return Arrays.stream(values).distinct().limit(2).count() < 2;
  }
}
