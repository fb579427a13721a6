package dev.repfuse.pass.region;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads a value with an axis for regions that is 1 where a position belongs to the region and 0
 * elsewhere: OneHot, or Equal with a range, and nodes behind it that keep ones and zeros.
 */
final class OneHot {
  private final Facts facts;
  private final long regions;

  private OneHot(long regions, Facts facts) {
    this.regions = regions;
    this.facts = facts;
  }

  /**
   * The value whose elements, in their order, name the region of each position.
   *
   * @param axis the axis for regions, of at least two
   */
  static Reading<Value> read(Value value, int axis, long regions, Facts facts) {
    return new OneHot(regions, facts).walk(value, axis);
  }

  private Reading<Value> walk(Value value, int axis) {
    Value at = value;
    int region = axis;
    while (at instanceof Result result && facts.isStandard(result.producer())) {
      Node node = result.producer();
      Optional<long[]> sizes = Views.sizes(result, facts);
      if (sizes.isEmpty()) {
        return Reading.refused(Reason.UNKNOWN_SHAPE, "'" + result.name() + "'");
      }
      OptionalInt next;
      switch (node.opType()) {
        case "OneHot" -> {
          return ofOneHot(node, region, sizes.get());
        }
        case "Equal" -> {
          return ofEqual(node, region, sizes.get());
        }
        case "Cast" -> next = OptionalInt.of(region);
        case "Where" -> {
          if (!isNumber(node.input(1), 1) || !isNumber(node.input(2), 0)) {
            return Reading.refused(
                Reason.REGION_SELECT, node + " gives other numbers than 1 and 0");
          }
          next = sameShape(node.input(0), sizes.get(), region);
        }
        case "Transpose" -> next = transposed(node, region, sizes.get());
        default -> {
          if (!Views.isView(node, facts)) {
            return new Reading.Other<>();
          }
          next = reshaped(node.input(0), sizes.get(), region);
        }
      }
      if (next.isEmpty()) {
        return Reading.refused(Reason.REGION_SELECT, node + " mixes regions and positions");
      }
      region = next.getAsInt();
      at = node.input(0);
    }
    return new Reading.Other<>();
  }

  private OptionalInt reshaped(Value input, long[] sizes, int region) {
    return Views.sizes(input, facts)
        .map(other -> Views.axisIn(other, sizes, region))
        .orElse(OptionalInt.empty());
  }

  private OptionalInt sameShape(Value input, long[] sizes, int region) {
    return Views.sizes(input, facts).filter(other -> Arrays.equals(other, sizes)).isPresent()
        ? OptionalInt.of(region)
        : OptionalInt.empty();
  }

  /** Where the axis was before; empty if positions change their order. */
  private OptionalInt transposed(Node node, int region, long[] sizes) {
    long[] perm = node.intsAttribute("perm").orElse(new long[0]);
    if (perm.length != sizes.length) {
      return OptionalInt.empty();
    }
    long last = -1;
    for (int axis = 0; axis < perm.length; axis++) {
      if (axis != region && sizes[axis] > 1) {
        if (perm[axis] < last) {
          return OptionalInt.empty();
        }
        last = perm[axis];
      }
    }
    return OptionalInt.of((int) perm[region]);
  }

  private Reading<Value> ofOneHot(Node node, int region, long[] sizes) {
    int axis = Shape.axis(node.intAttribute("axis", -1), sizes.length);
    if (axis != region || sizes[region] != regions || !isNumber(node.input(1), (double) regions)) {
      return Reading.refused(Reason.REGION_SELECT, node + " is not over " + regions + " regions");
    }
    double[] values = numbers(node.input(2));
    return Arrays.equals(values, new double[] {0, 1})
        ? new Reading.Is<>(node.input(0))
        : Reading.refused(Reason.REGION_SELECT, node + " gives other numbers than 1 and 0");
  }

  private Reading<Value> ofEqual(Node node, int region, long[] sizes) {
    boolean rangeFirst = facts.known(node.input(0)).isPresent();
    Value range = node.input(rangeFirst ? 0 : 1);
    Value mask = node.input(rangeFirst ? 1 : 0);
    long[] ofRange = Views.sizes(range, facts).orElse(new long[0]);
    long[] ofMask = Views.sizes(mask, facts).orElse(new long[0]);
    long[] ones = new long[sizes.length];
    Arrays.fill(ones, 1);
    ones[region] = regions;
    long[] without = sizes.clone();
    without[region] = 1;
    boolean fits =
        sizes[region] == regions
            && Arrays.equals(Views.aligned(ofRange, sizes.length), ones)
            && Arrays.equals(Views.aligned(ofMask, sizes.length), without);
    double[] numbers = numbers(range);
    for (int r = 0; fits && r < regions; r++) {
      fits = numbers[r] == r;
    }
    return fits
        ? new Reading.Is<>(mask)
        : Reading.refused(Reason.REGION_SELECT, node + " does not compare with 0, 1, 2, …");
  }

  private boolean isNumber(Value value, double wanted) {
    double[] numbers = numbers(value);
    return numbers.length == 1 && numbers[0] == wanted;
  }

  private double[] numbers(Value value) {
    return facts.known(value).filter(Tensor::isNumeric).map(Tensor::doubles).orElse(new double[0]);
  }
}
