package dev.repfuse.pass.fold;

import dev.repfuse.ir.ElementType;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.List;
import java.util.Optional;

/** Checks that folded numbers survive being rounded to the model's element type. */
final class Precision {
  /**
   * Half precision keeps 11 bits (bfloat16: 8). A BatchNormalization whose mean lies k spreads off
   * zero loses log2(k) of them when it becomes a weight and a bias that nearly cancel.
   */
  private static final double FLOAT16_CONDITION = 32;

  private static final double BFLOAT16_CONDITION = 4;

  private Precision() {}

  /** Why the numbers must not be used, if they must not. */
  static Optional<Expression.Refusal> refusal(
      Affine affine, ElementType type, List<Region.Member> members, Facts facts) {
    double limit =
        switch (type) {
          case FLOAT16 -> FLOAT16_CONDITION;
          case BFLOAT16 -> BFLOAT16_CONDITION;
          default -> Double.POSITIVE_INFINITY;
        };
    for (Region.Member member : members) {
      if (limit < Double.POSITIVE_INFINITY
          && member.node().is("BatchNormalization")
          && BatchNormalizationRule.Statistics.read(member.node(), facts)
              instanceof BatchNormalizationRule.Statistics.Good good
          && good.condition() > limit) {
        return Optional.of(
            new Expression.Refusal(
                Reason.HALF_PRECISION,
                "|mean|/sigma of %s is %.0f, at most %.0f is safe in %s"
                    .formatted(member.node(), good.condition(), limit, type.keyword())));
      }
    }
    double largest = largest(type);
    Affine.Weights weights = affine.weights();
    boolean finite =
        allWithin(weights.kernel(), largest)
            && allWithin(weights.bias(), largest)
            && affine.border().filter(map -> !allWithin(map.numbers(), largest)).isEmpty();
    if (!finite) {
      return Optional.of(
          new Expression.Refusal(Reason.NOT_FINITE, "a weight is beyond " + type.keyword()));
    }
    return Optional.empty();
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
