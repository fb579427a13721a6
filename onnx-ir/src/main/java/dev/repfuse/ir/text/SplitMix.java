package dev.repfuse.ir.text;

/** The random numbers of {@link Recipe}, which states the generator. */
public final class SplitMix {
  private static final double UNIT = 0x1.0p-53;

  private long state;

  public SplitMix(long seed) {
    this.state = seed;
  }

  /** 64 random bits. */
  public long next() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A number from 0 up to, but without, 1. */
  public double unit() {
    return (next() >>> 11) * UNIT;
  }

  /** A number of the standard normal distribution. */
  public double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
    return radius * StrictMath.cos(2 * Math.PI * unit());
  }
}
