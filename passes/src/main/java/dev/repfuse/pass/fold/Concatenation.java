package dev.repfuse.pass.fold;

import dev.repfuse.pass.Reason;
import java.util.List;
import java.util.Optional;

/** Rule A6: affine values of one source, joined along their channels, are their rows stacked. */
final class Concatenation {
  private Concatenation() {}

  static Expression of(List<Affine> parts) {
    List<Geometry> maps = parts.stream().map(Affine::geometry).toList();
    Optional<Expression.Refusal> refusal = Alignment.refusal(maps);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Geometry first = maps.getFirst();
    if (parts.stream().allMatch(part -> part.chosen().isPresent())) {
      int[] chosen =
          parts.stream()
              .flatMapToInt(part -> java.util.Arrays.stream(part.chosen().get()))
              .toArray();
      return Affine.choosing(first.in(), chosen, first.extent());
    }
    Reads reads = Reads.stacked(parts.stream().map(Affine::reads).toList());
    int out = maps.stream().mapToInt(Geometry::out).sum();
    Geometry whole = Alignment.of(maps).geometry(first, out, reads.groups(first.in()));
    if (whole.weights() > Geometry.MOST_WEIGHTS) {
      return Expression.refused(Reason.MORE_MACS, "the kernel would have over 2^30 weights");
    }
    Affine result =
        new Affine(
            whole,
            Optional.of(reads),
            parts.stream().anyMatch(Affine::isBiased),
            () -> {
              double[] kernel = new double[Math.toIntExact(whole.weights())];
              double[] bias = new double[whole.out()];
              int row = 0;
              for (Affine part : parts) {
                Alignment.add(part, 1, row, whole, kernel, bias);
                row += part.geometry().out();
              }
              return new Affine.Weights(kernel, bias);
            });
    return result.with(BorderMap.stacked(parts)).withSpread(Spread.stacked(parts));
  }
}
