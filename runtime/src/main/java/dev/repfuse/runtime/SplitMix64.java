package dev.repfuse.runtime;

/**
 * A random number generator that gives the same numbers on every machine.
 *
 * <p>The generator is SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
 * Generators", OOPSLA 2014). Normal numbers come from Acklam's rational approximation of the
 * inverse normal distribution (relative error below 1.2e-9); outside of its tails that is plain
 * arithmetic, and {@link StrictMath} does the rest.
 */
final class SplitMix64 {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final double TAIL = 0.02425;

  private long state;

  SplitMix64(long seed) {
    state = seed;
  }

  /** A stream of its own for each combination of numbers. */
  static SplitMix64 ofStream(long seed, long... numbers) {
    long state = mix(seed + GOLDEN);
    for (long number : numbers) {
      state = mix(state + GOLDEN * (number + 1));
    }
    return new SplitMix64(state);
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** Uniform in [0, 1), of 53 bits. */
  double uniform() {
    return (next() >>> 11) * 0x1p-53;
  }

  /**
   * A whole number from 0 to {@code largest}, which is small; its bias is below 2^-32 × largest.
   */
  int upTo(int largest) {
    return (int) (((next() >>> 32) * (largest + 1L)) >>> 32);
  }

  double normal() {
    return inverseNormal((next() >>> 11) * 0x1p-53 + 0x1p-54);
  }

  /** The number that a standard normal variable stays below with probability {@code p}. */
  static double inverseNormal(double p) {
    if (p < TAIL) {
      return tail(StrictMath.sqrt(-2 * StrictMath.log(p)));
    }
    if (p > 1 - TAIL) {
      return -tail(StrictMath.sqrt(-2 * StrictMath.log(1 - p)));
    }
    double q = p - 0.5;
    double r = q * q;
    double above = -3.969683028665376e+01;
    above = above * r + 2.209460984245205e+02;
    above = above * r - 2.759285104469687e+02;
    above = above * r + 1.383577518672690e+02;
    above = above * r - 3.066479806614716e+01;
    above = above * r + 2.506628277459239e+00;
    double below = -5.447609879822406e+01;
    below = below * r + 1.615858368580409e+02;
    below = below * r - 1.556989798598866e+02;
    below = below * r + 6.680131188771972e+01;
    below = below * r - 1.328068155288572e+01;
    return above * q / (below * r + 1);
  }

  private static double tail(double q) {
    double above = -7.784894002430293e-03;
    above = above * q - 3.223964580411365e-01;
    above = above * q - 2.400758277161838e+00;
    above = above * q - 2.549732539343734e+00;
    above = above * q + 4.374664141464968e+00;
    above = above * q + 2.938163982698783e+00;
    double below = 7.784695709041462e-03;
    below = below * q + 3.224671290700398e-01;
    below = below * q + 2.445134137142996e+00;
    below = below * q + 3.754408661907416e+00;
    return above / (below * q + 1);
  }
}
