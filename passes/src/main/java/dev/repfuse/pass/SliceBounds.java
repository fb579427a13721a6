package dev.repfuse.pass;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a Slice node cuts out, whichever way its operator set spells it: one start, end and axis for
 * each axis that is cut, as the node states them (negative ones count from the end).
 */
@SuppressWarnings("ArrayRecordComponent")
public record SliceBounds(long[] starts, long[] ends, long[] axes) {
  /** From this operator set on, starts, ends, axes and steps are inputs. */
  private static final long BOUNDS_ARE_INPUTS = 10;

  /** The bounds, if all are known and fit each other. */
  public static Optional<SliceBounds> read(Node node, Facts facts) {
    Optional<long[]> starts = numbers(node, 1, "starts", facts);
    Optional<long[]> ends = numbers(node, 2, "ends", facts);
    if (starts.isEmpty() || ends.isEmpty() || starts.get().length != ends.get().length) {
      return Optional.empty();
    }
    int count = starts.get().length;
    return axes(node, count, facts)
        .filter(axes -> axes.length == count)
        .map(axes -> new SliceBounds(starts.get(), ends.get(), axes));
  }

  /** The steps, if they are known; none at all where the node leaves them at one. */
  public static Optional<long[]> steps(Node node, Facts facts) {
    return facts.opset() < BOUNDS_ARE_INPUTS || node.input(4) instanceof Absent
        ? Optional.of(new long[0])
        : numbers(node, 4, "steps", facts);
  }

  private static Optional<long[]> axes(Node node, int count, Facts facts) {
    boolean given =
        facts.opset() < BOUNDS_ARE_INPUTS
            ? node.attribute("axes").isPresent()
            : !(node.input(3) instanceof Absent);
    if (given) {
      return numbers(node, 3, "axes", facts);
    }
    long[] all = new long[count];
    Arrays.setAll(all, axis -> axis);
    return Optional.of(all);
  }

  private static Optional<long[]> numbers(Node node, int input, String attribute, Facts facts) {
    return facts.opset() < BOUNDS_ARE_INPUTS
        ? node.intsAttribute(attribute)
        : facts.known(node.input(input)).filter(t -> t.type().isInteger()).map(Tensor::longs);
  }
}
