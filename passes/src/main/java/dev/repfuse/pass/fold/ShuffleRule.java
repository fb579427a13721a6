package dev.repfuse.pass.fold;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Rule A7 for a channel shuffle: Reshape to [N, g, C/g, …], Transpose of the two, Reshape back.
 * Channel {@code j·g + i} of the result is channel {@code i·C/g + j}.
 */
final class ShuffleRule {
  private ShuffleRule() {}

  /** The step of the second Reshape. */
  static Step step(Node last, Facts facts) {
    if (!(last.input(0) instanceof Result swapped)
        || !facts.is(swapped.producer(), "Transpose")
        || !(swapped.producer().input(0) instanceof Result parted)
        || !facts.is(parted.producer(), "Reshape")
        || swapped.graph() != last.graph()
        || parted.graph() != last.graph()) {
      return new Step.Opaque();
    }
    Value source = parted.producer().input(0);
    Optional<Shape> from = facts.shape(source);
    Optional<Shape> between = facts.shape(parted);
    Optional<Shape> to = last.result().flatMap(facts::shape);
    Optional<long[]> order = swapped.producer().intsAttribute("perm");
    if (from.isEmpty() || between.isEmpty() || to.isEmpty() || order.isEmpty()) {
      return new Step.Opaque();
    }
    int rank = from.get().rank();
    if (rank < 2 || !from.get().equals(to.get()) || !isSwap(order.get(), rank + 1)) {
      return new Step.Opaque();
    }
    OptionalLong channels = from.get().size(1);
    Optional<int[]> parts = parts(from.get(), between.get());
    if (channels.isEmpty() || parts.isEmpty()) {
      return new Step.Opaque();
    }
    int[] rows = rows(parts.get()[0], parts.get()[1]);
    return Step.of(
        source,
        (operands, layout) ->
            layout.isNatural()
                    && layout.channelAxis() == 1
                    && operands.getFirst().geometry().out() == rows.length
                ? Selection.of(operands.getFirst(), rows)
                : Expression.refused(Reason.NOT_ON_CHANNELS, "a shuffle of axis 1"));
  }

  /** Whether axes 1 and 2 of {@code rank} are swapped, and no others. */
  private static boolean isSwap(long[] order, int rank) {
    long[] swap = new long[rank];
    Arrays.setAll(swap, axis -> axis == 1 ? 2 : axis == 2 ? 1 : axis);
    return Arrays.equals(order, swap);
  }

  /** The extents of axes 1 and 2 in between, if all others stay what they are. */
  private static Optional<int[]> parts(Shape from, Shape between) {
    if (between.rank() != from.rank() + 1) {
      return Optional.empty();
    }
    for (int axis = 0; axis < from.rank(); axis++) {
      if (axis != 1 && !isSame(from.dim(axis), between.dim(axis == 0 ? 0 : axis + 1))) {
        return Optional.empty();
      }
    }
    OptionalLong groups = between.size(1);
    OptionalLong each = between.size(2);
    return groups.isPresent()
            && each.isPresent()
            && groups.getAsLong() * each.getAsLong() == from.size(1).orElse(-1)
        ? Optional.of(new int[] {(int) groups.getAsLong(), (int) each.getAsLong()})
        : Optional.empty();
  }

  private static boolean isSame(Dim a, Dim b) {
    return !(a instanceof Dim.Unknown) && a.equals(b);
  }

  private static int[] rows(int groups, int each) {
    int[] rows = new int[groups * each];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = row % groups * each + row / groups;
    }
    return rows;
  }
}
