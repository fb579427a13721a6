package dev.repfuse.pass.fold;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Rule A9 for a border that holds the value's own bias: Pad, and then ScatterND nodes that write
 * one number a channel over all of its rim (DBB and ECB in training form). A value that reads
 * nothing outside of its source is its bias there, so that the border is the same formula further
 * out.
 */
final class RimRule {
  private static final int LONGEST_CHAIN = 16;

  /** Stored and computed biases differ by a few roundings of single precision. */
  private static final double ROUNDING = 0x1p-20;

  private RimRule() {}

  /** The step of the last node of such a chain, a ScatterND or a Transpose. */
  static Step step(Node last, Facts facts) {
    Optional<Shape> shape = last.result().flatMap(facts::shape);
    if (shape.isEmpty() || shape.get().rank() < 3) {
      return new Step.Opaque();
    }
    int rank = shape.get().rank();
    int[] axes = IntStream.range(0, rank).toArray();
    List<RimWrite> writes = new ArrayList<>();
    Node node = last;
    for (int length = 0; length < LONGEST_CHAIN; length++) {
      if (facts.is(node, "Pad") && isNatural(axes) && !writes.isEmpty()) {
        return ofPad(node, shape.get(), writes, facts);
      }
      if (facts.is(node, "ScatterND")) {
        Optional<RimWrite> write = RimWrite.of(node, placeOfChannels(axes), facts);
        if (write.isEmpty()) {
          return new Step.Opaque();
        }
        writes.add(write.get().moved(axes));
      } else if (facts.is(node, "Transpose")) {
        Optional<long[]> order = node.intsAttribute("perm").filter(p -> p.length == rank);
        if (order.isEmpty()) {
          return new Step.Opaque();
        }
        int[] before = new int[rank];
        for (int i = 0; i < rank; i++) {
          before[(int) order.get()[i]] = axes[i];
        }
        axes = before;
      } else {
        return new Step.Opaque();
      }
      if (!(node.input(0) instanceof Result previous) || previous.graph() != last.graph()) {
        return new Step.Opaque();
      }
      node = previous.producer();
    }
    return new Step.Opaque();
  }

  private static int placeOfChannels(int[] axes) {
    return IntStream.range(0, axes.length).filter(i -> axes[i] == 1).findFirst().orElseThrow();
  }

  private static boolean isNatural(int[] axes) {
    return IntStream.range(0, axes.length).allMatch(axis -> axes[axis] == axis);
  }

  private static Step ofPad(Node pad, Shape shape, List<RimWrite> writes, Facts facts) {
    Optional<long[]> pads = PadRule.amounts(pad, facts);
    int rank = shape.rank();
    if (pads.isEmpty() || pads.get().length != 2 * rank) {
      return new Step.Opaque();
    }
    long[] begin = Arrays.copyOfRange(pads.get(), 2, rank);
    long[] end = Arrays.copyOfRange(pads.get(), rank + 2, 2 * rank);
    boolean plain =
        IntStream.range(0, 2).allMatch(a -> pads.get()[a] == 0 && pads.get()[rank + a] == 0)
            && Arrays.stream(pads.get()).allMatch(p -> p >= 0 && p < 1 << 20);
    if (!plain || !coversTheRim(shape, begin, end, writes)) {
      return new Step.Opaque();
    }
    Value inside = pad.input(0);
    double[] border = writes.getFirst().numbers();
    return Step.of(inside, (operands, layout) -> extended(operands, layout, begin, end, border));
  }

  /** Whether all of the rim, and nothing else, is written, with the same numbers each time. */
  private static boolean coversTheRim(
      Shape shape, long[] begin, long[] end, List<RimWrite> writes) {
    for (int axis = 0; axis < begin.length; axis++) {
      int at = axis + 2;
      if (shape.size(at).isEmpty()) {
        return false;
      }
      long length = shape.size(at).getAsLong();
      for (long place = 0; place < length; place++) {
        boolean isRim = place < begin[axis] || place >= length - end[axis];
        if (isRim && !isWritten(at, place, writes)) {
          return false;
        }
      }
    }
    double[] numbers = writes.getFirst().numbers();
    return writes.stream()
        .allMatch(write ->
            Arrays.equals(numbers, write.numbers()) && staysOnTheRim(write, shape, begin, end));
  }

  private static boolean isWritten(int axis, long place, List<RimWrite> writes) {
    return writes.stream()
        .anyMatch(write ->
            write.places().get(axis) instanceof RimWrite.Some(Set<Long> places)
                && places.contains(place)
                && IntStream.range(0, write.places().size())
                    .allMatch(other ->
                        other == axis || write.places().get(other) instanceof RimWrite.All));
  }

  private static boolean staysOnTheRim(RimWrite write, Shape shape, long[] begin, long[] end) {
    return IntStream.range(0, begin.length)
        .anyMatch(axis -> {
          long last = shape.size(axis + 2).orElseThrow() - end[axis];
          return write.places().get(axis + 2).areOutside(begin[axis], last);
        });
  }

  private static Expression extended(
      List<Affine> operands, Layout layout, long[] begin, long[] end, double[] border) {
    Affine inner = operands.getFirst();
    if (!layout.isConvolutional(begin.length)) {
      return Expression.refused(Reason.MOVED_AXES, "");
    }
    if (inner.border().isPresent()) {
      return Expression.refused(Reason.PAD_VALUE, "the value is not its bias at the border");
    }
    if (Composition.reachesIn(inner.geometry(), begin, end)) {
      return Expression.refused(Reason.PADDED_AFTER_PADDED, "the border is not the bias alone");
    }
    double[] bias = inner.weights().bias();
    if (border.length != 1 && border.length != bias.length) {
      return Expression.refused(Reason.MALFORMED, "the border's channels");
    }
    double largest = Arrays.stream(bias).map(Math::abs).max().orElse(0);
    for (int c = 0; c < bias.length; c++) {
      double written = border[border.length == 1 ? 0 : c];
      if (!(Math.abs(written - bias[c]) <= ROUNDING * largest)) {
        return Expression.refused(
            Reason.PAD_VALUE, "channel %d: %s, its bias is %s".formatted(c, written, bias[c]));
      }
    }
    return Composition.continued(inner, begin, end);
  }
}
