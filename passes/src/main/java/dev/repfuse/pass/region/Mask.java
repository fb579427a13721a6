package dev.repfuse.pass.region;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;

/**
 * A value that names the region of each position: whole numbers from 0 up to the number of regions,
 * since they come from an ArgMax and nothing behind it makes new ones.
 *
 * @param value its elements, in their order, are the positions
 * @param positions how many there are
 */
record Mask(Value value, long positions) {
  /** Numbers below are exact in every type that may stand for a region. */
  private static final long MOST_REGIONS = 128;

  /** The value of which the mask is a view. */
  Value origin(Facts facts) {
    return Views.origin(value, facts);
  }

  /** Whether a value goes back to an ArgMax by nodes that a mask or its one-hot form may have. */
  static boolean leadsToArgMax(Value value, Facts facts) {
    Value at = value;
    while (at instanceof Result result && facts.isStandard(result.producer())) {
      Node node = result.producer();
      switch (node.opType()) {
        case "ArgMax" -> {
          return true;
        }
        case "Equal" -> at = node.input(facts.known(node.input(0)).isPresent() ? 1 : 0);
        case "OneHot", "Where", "Expand", "Cast", "Transpose", "Resize", "Upsample" ->
            at = node.input(0);
        default -> {
          if (!Views.isView(node, facts)) {
            return false;
          }
          at = node.input(0);
        }
      }
    }
    return false;
  }

  /** Reads a value as the mask of so many regions. */
  static Reading<Mask> read(Value value, long regions, Facts facts) {
    if (regions > MOST_REGIONS) {
      return Reading.refused(Reason.REGION_MASK, regions + " regions");
    }
    Value at = value;
    while (at instanceof Result result && facts.isStandard(result.producer())) {
      Node node = result.producer();
      boolean keeps =
          switch (node.opType()) {
            case "Cast" -> counts(facts.element(result));
            case "Transpose" -> true;
            case "Resize", "Upsample" -> isNearest(node);
            default -> Views.isView(node, facts);
          };
      if (node.is("ArgMax")) {
        return ofArgMax(value, node, regions, facts);
      }
      if (!keeps) {
        return Reading.refused(Reason.REGION_MASK, node.toString());
      }
      at = node.input(0);
    }
    return new Reading.Other<>();
  }

  private static boolean counts(ElementType type) {
    return switch (type) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> true;
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> true;
      default -> false;
    };
  }

  private static boolean isNearest(Node node) {
    return node.stringAttribute("mode", "nearest").equals("nearest")
        && !node.stringAttribute("coordinate_transformation_mode", "").equals("tf_crop_and_resize");
  }

  private static Reading<Mask> ofArgMax(Value value, Node argMax, long regions, Facts facts) {
    long[] guide = Views.sizes(argMax.input(0), facts).orElse(new long[0]);
    long[] sizes = Views.sizes(value, facts).orElse(new long[0]);
    if (guide.length == 0 || sizes.length == 0) {
      return Reading.refused(Reason.UNKNOWN_SHAPE, "'" + value.name() + "'");
    }
    int axis = Shape.axis(argMax.intAttribute("axis", 0), guide.length);
    return guide[axis] <= regions
        ? new Reading.Is<>(new Mask(value, Views.product(sizes)))
        : Reading.refused(
            Reason.REGION_MASK,
            "%s chooses one of %d, of %d regions".formatted(argMax, guide[axis], regions));
  }
}
