package dev.repfuse.pass.region;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** Values that hold the same elements in the same order, whatever shape they have. */
final class Views {
  private Views() {}

  /** Whether a node gives the elements of its first input in their order. */
  static boolean isView(Node node, Facts facts) {
    return facts.isStandard(node)
        && switch (node.opType()) {
          case "Reshape", "Squeeze", "Unsqueeze", "Flatten", "Identity" -> true;
          default -> false;
        };
  }

  /** The value of which all others on the way to {@code value} are views. */
  static Value origin(Value value, Facts facts) {
    Value at = value;
    while (at instanceof Result result && isView(result.producer(), facts)) {
      at = result.producer().input(0);
    }
    return at;
  }

  /** The extents, if every one is known and none is zero. */
  static Optional<long[]> sizes(Value value, Facts facts) {
    return facts
        .shape(value)
        .flatMap(Shape::sizes)
        .filter(sizes -> Arrays.stream(sizes).allMatch(size -> size > 0));
  }

  /** The product of the extents from one axis up to, but without, another. */
  static long product(long[] sizes, int from, int to) {
    long product = 1;
    for (int axis = from; axis < to; axis++) {
      product = Math.multiplyExact(product, sizes[axis]);
    }
    return product;
  }

  /** The same of all axes. */
  static long product(long[] sizes) {
    return product(sizes, 0, sizes.length);
  }

  /**
   * The axis of one view that another view has as {@code axis}: as long, and with as many elements
   * before it.
   *
   * @param axis of more than one element
   */
  static OptionalInt axisIn(long[] other, long[] sizes, int axis) {
    long before = product(sizes, 0, axis);
    long passed = 1;
    for (int candidate = 0; candidate < other.length; candidate++) {
      if (passed == before && other[candidate] == sizes[axis]) {
        return OptionalInt.of(candidate);
      }
      passed = Math.multiplyExact(passed, other[candidate]);
    }
    return OptionalInt.empty();
  }

  /** Extents as a value of higher rank is aligned with: ones in front. */
  static long[] aligned(long[] sizes, int rank) {
    long[] aligned = new long[rank];
    Arrays.fill(aligned, 1);
    System.arraycopy(sizes, 0, aligned, rank - sizes.length, sizes.length);
    return aligned;
  }
}
