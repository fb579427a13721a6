package dev.repfuse.pass;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a fold risks whose weights have to be rounded to half precision though they nearly cancel.
 * In the channel that is worst off, {@code |y₁ − y₂| ≤ gain · max|x| + offset}, where y₁ is the
 * original's value in exact arithmetic and y₂ that of the rounded weights.
 *
 * @param node the BatchNormalization whose values lie far off zero
 * @param condition its largest |mean| / sigma
 * @param type the element type that weights are rounded to
 * @param channel the output channel that may lose most, measured by its spread
 * @param spread that channel's standard deviation by the statistics of the model, as if values were
 *     uncorrelated; 0 if they tell of none
 * @param gain what a unit of the largest |x| adds to the error
 * @param offset the error without it
 * @param bound the largest error as a part of the spread, where the statistics say how large x is:
 *     for inputs within {@link #SIGMAS} standard deviations of their mean
 */
public record RoundingRisk(
    String node,
    double condition,
    String type,
    int channel,
    double spread,
    double gain,
    double offset,
    OptionalDouble bound) {

  /** How far off their mean inputs are believed to lie, in standard deviations. */
  public static final double SIGMAS = 4;

  /** The figures in one line. */
  public String words() {
    return "|mean|/sigma of %s is %.0f; %s".formatted(node, condition, loss());
  }

  /** What rounding may change, without the cause. */
  public String loss() {
    String by =
        bound.isPresent()
            ? format(
                "%.2g of its spread, for inputs within %.0f sigma", bound.getAsDouble(), SIGMAS)
            : format("%.2g max|x| + %.2g of its spread", gain / spread, offset / spread);
    return "rounding to %s moves channel %d by up to %s".formatted(type, channel, by);
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
