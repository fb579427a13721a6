package dev.repfuse.pass.fold;

import dev.repfuse.pass.Reason;
import java.util.List;
import java.util.Optional;

/**
 * Rule A5: the sum of two affine values of one source. Taps are aligned by where they read; both
 * have to have the same stride and give the same number of positions.
 */
final class Addition {
  private Addition() {}

  /** The sum of one value or more, left to right. */
  static Expression ofAll(List<Affine> addends) {
    Expression total = addends.getFirst();
    for (Affine next : addends.subList(1, addends.size())) {
      if (!(total instanceof Affine soFar)) {
        return total;
      }
      total = of(soFar, next, 1);
    }
    return total;
  }

  /** {@code left + sign·right}. */
  static Expression of(Affine left, Affine right, double sign) {
    Geometry a = left.geometry();
    Geometry b = right.geometry();
    if (a.out() != b.out()) {
      return Expression.refused(Reason.WIDENS, "%d and %d channels".formatted(a.out(), b.out()));
    }
    List<Geometry> both = List.of(a, b);
    Optional<Expression.Refusal> refusal = Alignment.refusal(both);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Optional<Reads> narrow = Reads.ofBoth(left, right, () -> left.reads().or(right.reads()));
    int group =
        narrow.map(reads -> reads.groups(a.in())).orElse((int) Grid.gcd(a.group(), b.group()));
    Geometry sum = Alignment.of(both).geometry(a, a.out(), group);
    if (sum.weights() > Geometry.MOST_WEIGHTS) {
      return Expression.refused(Reason.MORE_MACS, "the kernel would have over 2^30 weights");
    }
    Affine result =
        new Affine(
            sum,
            narrow,
            left.isBiased() || right.isBiased(),
            () -> {
              double[] kernel = new double[Math.toIntExact(sum.weights())];
              double[] bias = new double[sum.out()];
              Alignment.add(left, 1, 0, sum, kernel, bias);
              Alignment.add(right, sign, 0, sum, kernel, bias);
              return new Affine.Weights(kernel, bias);
            });
    return result.with(BorderMap.sum(left, right, sign)).withSpread(Spread.sum(left, right));
  }
}
