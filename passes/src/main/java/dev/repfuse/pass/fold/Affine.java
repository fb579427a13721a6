package dev.repfuse.pass.fold;

import dev.repfuse.ir.Workers;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A value as a convolution of a source plus a bias per channel. The geometry is known at once; the
 * numbers are computed in double, in a fixed order, when somebody asks for them.
 */
final class Affine implements Expression {
  private final Geometry geometry;
  private final boolean biased;
  private final Optional<Reads> narrowReads;
  private final Optional<int[]> chosen;
  private final Optional<BorderMap> border;
  private final Optional<Spread> spread;
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
    this(geometry, Optional.empty(), biased, source);
  }

  /**
   * @param narrowReads what the rows read, if that is less than the geometry's groups let them
   */
  Affine(Geometry geometry, Optional<Reads> narrowReads, boolean biased, Supplier<Weights> source) {
    this(
        geometry,
        narrowReads,
        biased,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        source);
  }

  private Affine(
      Geometry geometry,
      Optional<Reads> narrowReads,
      boolean biased,
      Optional<int[]> chosen,
      Optional<BorderMap> border,
      Optional<Spread> spread,
      Supplier<Weights> source) {
    this.geometry = geometry;
    this.biased = biased;
    this.narrowReads = narrowReads;
    this.chosen = chosen;
    this.border = border;
    this.spread = spread;
    this.source = source;
  }

  /** Rule A1: the source itself is its 1×1 delta. */
  static Affine identity(int channels, long[] extent) {
    return choosing(channels, IntStream.range(0, channels).toArray(), extent);
  }

  /** The value whose channel {@code i} is channel {@code chosen[i]} of the source. */
  static Affine choosing(int channels, int[] chosen, long[] extent) {
    Reads reads = Reads.each(chosen);
    Geometry geometry =
        Geometry.identity(channels, extent)
            .withOut(chosen.length)
            .withGroup(reads.groups(channels));
    return new Affine(
        geometry,
        geometry.group() == channels ? Optional.empty() : Optional.of(reads),
        false,
        Optional.of(chosen),
        Optional.empty(),
        Optional.empty(),
        () -> {
          double[] kernel = new double[Math.toIntExact(geometry.weights())];
          int row = channels / geometry.group();
          for (int o = 0; o < chosen.length; o++) {
            kernel[o * row + chosen[o] - geometry.firstRead(o)] = 1;
          }
          return new Weights(kernel, new double[chosen.length]);
        });
  }

  /** The same value with another map on top of it. */
  Affine with(Optional<BorderMap> map) {
    return border.isEmpty() && map.isEmpty()
        ? this
        : new Affine(geometry, narrowReads, biased, chosen, map, spread, this::weights);
  }

  /** The same value, of which statistics tell the spread. */
  Affine withSpread(Optional<Spread> known) {
    return spread.isEmpty() && known.isEmpty()
        ? this
        : new Affine(geometry, narrowReads, biased, chosen, border, known, this::weights);
  }

  Geometry geometry() {
    return geometry;
  }

  /** What is added near the border besides kernel and bias. */
  Optional<BorderMap> border() {
    return border;
  }

  /** How far its numbers vary, where statistics tell. */
  Optional<Spread> spread() {
    return spread;
  }

  /** The channels of the source that each row reads at most. */
  Reads reads() {
    return narrowReads.orElseGet(() -> Reads.of(geometry));
  }

  /** The same, where it is less than the groups of the geometry let rows read. */
  Optional<Reads> narrowReads() {
    return narrowReads;
  }

  /** The source's channel that each channel is a copy of, if the value is nothing else. */
  Optional<int[]> chosen() {
    return chosen;
  }

  /** Whether this is the source itself. */
  boolean isIdentity() {
    return chosen
        .filter(c -> Arrays.equals(c, IntStream.range(0, geometry.in()).toArray()))
        .isPresent();
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
    Affine scaled =
        new Affine(
            geometry,
            narrowReads,
            biased || shifts,
            () -> {
              Weights old = weights();
              double[] kernel = old.kernel().clone();
              double[] bias = old.bias().clone();
              int row = kernel.length / factor.length;
              Workers.each(
                  factor.length,
                  row,
                  (from, to) -> {
                    for (int o = from; o < to; o++) {
                      for (int i = o * row; i < (o + 1) * row; i++) {
                        kernel[i] *= factor[o];
                      }
                      bias[o] = bias[o] * factor[o] + shift[o];
                    }
                  });
              return new Weights(kernel, bias);
            });
    return scaled
        .with(border.map(map -> map.scaled(factor)))
        .withSpread(spread.map(known -> known.scaled(factor)));
  }
}
