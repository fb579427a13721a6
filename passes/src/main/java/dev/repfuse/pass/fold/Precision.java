package dev.repfuse.pass.fold;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.RoundingRisk;
import java.util.List;
import java.util.Optional;

/** Checks that folded numbers survive being rounded to the model's element type. */
final class Precision {
  private Precision() {}

  /** Why the numbers must not be used, if they must not: some would not be finite. */
  static Optional<Expression.Refusal> refusal(Affine affine, ElementType type) {
    double largest = largest(type);
    Affine.Weights weights = affine.weights();
    boolean finite =
        allWithin(weights.kernel(), largest)
            && allWithin(weights.bias(), largest)
            && affine.border().filter(map -> !allWithin(map.numbers(), largest)).isEmpty();
    return finite
        ? Optional.empty()
        : Optional.of(
            new Expression.Refusal(Reason.NOT_FINITE, "a weight is beyond " + type.keyword()));
  }

  /**
   * What rounding may cost, if a BatchNormalization among the nodes that are folded is too far off
   * zero for half precision: the worst of them.
   *
   * @param source what the map reads; a BatchNormalization that reads it tells how large it is, and
   *     how far it and with it the result vary
   */
  static Optional<RoundingRisk> risk(
      Value source, Affine affine, ElementType type, List<Node> nodes, Facts facts) {
    double condition = HalfPrecision.safeCondition(type);
    if (condition == Double.POSITIVE_INFINITY) {
      return Optional.empty();
    }
    Optional<Node> worst = Optional.empty();
    Optional<BatchNormalizationRule.Statistics.Good> known = Optional.empty();
    for (Node node : nodes) {
      if (node.is("BatchNormalization")
          && BatchNormalizationRule.Statistics.read(node, facts)
              instanceof BatchNormalizationRule.Statistics.Good good) {
        if (good.condition() > condition) {
          worst = Optional.of(node);
          condition = good.condition();
        }
        if (node.input(0).equals(source)) {
          known = Optional.of(good);
        }
      }
    }
    if (worst.isEmpty()) {
      return Optional.empty();
    }
    Optional<Spread> spread =
        known.map(statistics -> new Spread(statistics::sigma).through(affine)).or(affine::spread);
    HalfPrecision.Errors errors =
        HalfPrecision.Errors.of(affine, type, known.map(s -> s.magnitude(RoundingRisk.SIGMAS)));
    double[] unit =
        spread.map(Spread::numbers).orElseGet(() -> new double[affine.geometry().out()]);
    return Optional.of(errors.risk(worst.get(), condition, type, unit));
  }

  /** The refusal of a fold that risks too much. */
  static Outcome declined(RoundingRisk risk, ElementType type) {
    return Outcome.declined(
        Reason.HALF_PRECISION,
        "|mean|/sigma of %s is %.0f, at most %.0f is safe in %s; %s"
            .formatted(
                risk.node(),
                risk.condition(),
                HalfPrecision.safeCondition(type),
                type.keyword(),
                risk.loss()));
  }

  /** With a margin below the largest finite number, since the runtime multiplies and adds. */
  private static double largest(ElementType type) {
    return switch (type) {
      case FLOAT16 -> 65504.0 / 4;
      case DOUBLE -> Double.MAX_VALUE / 1e6;
      default -> Float.MAX_VALUE / 1e6;
    };
  }

  private static boolean allWithin(double[] values, double largest) {
    for (double value : values) {
      if (!(Math.abs(value) <= largest)) {
        return false;
      }
    }
    return true;
  }
}
