package dev.repfuse.pass.fold;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A value as a convolution of a source plus a bias per channel. The geometry is known at once; the
 * numbers are computed in double, in a fixed order, when somebody asks for them.
 */
final class Affine implements Expression {
  private final Geometry geometry;
  private final boolean biased;
  private final boolean identity;
  private final Supplier<Weights> source;
  private Optional<Weights> weights = Optional.empty();

  /**
   * The numbers.
   *
   * @param kernel shape [out, in / group, taps], taps in row-major order of the spatial axes
   * @param bias shape [out]
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Weights(double[] kernel, double[] bias) {}

  /**
   * @param biased whether the bias may be other than zero
   */
  Affine(Geometry geometry, boolean biased, Supplier<Weights> source) {
    this(geometry, biased, false, source);
  }

  private Affine(Geometry geometry, boolean biased, boolean identity, Supplier<Weights> source) {
    this.geometry = geometry;
    this.biased = biased;
    this.identity = identity;
    this.source = source;
  }

  /** Rule A1: the source itself is its 1×1 delta. */
  static Affine identity(int channels, long[] extent) {
    return new Affine(
        Geometry.identity(channels, extent),
        false,
        true,
        () -> {
          double[] ones = new double[channels];
          java.util.Arrays.fill(ones, 1);
          return new Weights(ones, new double[channels]);
        });
  }

  Geometry geometry() {
    return geometry;
  }

  /** Whether this is the source itself. */
  boolean isIdentity() {
    return identity;
  }

  /** Whether the bias may be other than zero; {@code false} costs no computation. */
  boolean isBiased() {
    return biased;
  }

  Weights weights() {
    Weights known = weights.orElseGet(source);
    weights = Optional.of(known);
    return known;
  }

  /** Whether some bias is really other than zero. */
  boolean hasBias() {
    if (!biased) {
      return false;
    }
    for (double bias : weights().bias()) {
      if (bias != 0) {
        return true;
      }
    }
    return false;
  }

  /** Each channel times its factor plus its shift; both of shape [out]. */
  Affine scaledAndShifted(double[] factor, double[] shift, boolean shifts) {
    return new Affine(
        geometry,
        biased || shifts,
        () -> {
          Weights old = weights();
          double[] kernel = old.kernel().clone();
          double[] bias = old.bias().clone();
          int row = kernel.length / factor.length;
          for (int o = 0; o < factor.length; o++) {
            for (int i = o * row; i < (o + 1) * row; i++) {
              kernel[i] *= factor[o];
            }
            bias[o] = bias[o] * factor[o] + shift[o];
          }
          return new Weights(kernel, bias);
        });
  }
}
