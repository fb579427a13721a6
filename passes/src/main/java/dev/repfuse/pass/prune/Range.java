package dev.repfuse.pass.prune;

import java.util.function.DoubleUnaryOperator;

/**
 * Bounds of real numbers. Nothing is made of nothing: zero times any bound is zero, as for finite
 * numbers.
 *
 * @param low at most {@code high}; −∞ where there is no bound
 * @param high ∞ where there is no bound
 */
record Range(double low, double high) {
  static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  static final Range ZERO = new Range(0, 0);

  /** One number; no bounds at all if it is NaN or infinite. */
  static Range of(double number) {
    return between(number, number);
  }

  /** Bounds that may have come out as NaN. */
  static Range between(double low, double high) {
    boolean sound =
        low <= high && low != Double.POSITIVE_INFINITY && high != Double.NEGATIVE_INFINITY;
    return sound ? new Range(low + 0.0, high + 0.0) : ALL;
  }

  boolean isConstant() {
    return low == high;
  }

  boolean isZero() {
    return low == 0 && high == 0;
  }

  /** The bounds of both together. */
  Range or(Range other) {
    return new Range(Math.min(low, other.low), Math.max(high, other.high));
  }

  Range plus(Range other) {
    return between(low + other.low, high + other.high);
  }

  Range minus(Range other) {
    return between(low - other.high, high - other.low);
  }

  Range times(double factor) {
    if (factor == 0 || isZero()) {
      return Double.isFinite(factor) ? ZERO : ALL;
    }
    return factor > 0 ? between(low * factor, high * factor) : between(high * factor, low * factor);
  }

  Range times(Range other) {
    if (isConstant()) {
      return other.times(low);
    }
    if (other.isConstant()) {
      return times(other.low);
    }
    Range corners = product(low, other.low).or(product(low, other.high));
    return corners.or(product(high, other.low)).or(product(high, other.high));
  }

  private static Range product(double a, double b) {
    return a == 0 || b == 0 ? ZERO : new Range(a * b, a * b);
  }

  /** One part of these numbers by another that is known. */
  Range dividedBy(Range other) {
    return other.isConstant() && other.low != 0 ? times(1 / other.low) : ALL;
  }

  Range max(Range other) {
    return new Range(Math.max(low, other.low), Math.max(high, other.high));
  }

  Range min(Range other) {
    return new Range(Math.min(low, other.low), Math.min(high, other.high));
  }

  /** What a function that never falls makes of the numbers. */
  Range through(DoubleUnaryOperator rising) {
    return between(rising.applyAsDouble(low), rising.applyAsDouble(high));
  }
}
