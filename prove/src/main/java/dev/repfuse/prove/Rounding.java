package dev.repfuse.prove;

import dev.repfuse.ir.ElementType;

/**
 * What storing a number in an element type can change.
 *
 * @param unit largest relative error of a number that is rounded to nearest once
 * @param tiny largest error near zero, where numbers are spaced evenly
 */
record Rounding(double unit, double tiny) {
  /**
   * How many units a coefficient may differ by. A folded weight is rounded once when it is stored;
   * a fold of a fold rounds what was rounded before, and a constant that the original computes in
   * its own type may be rounded at each of a few operations.
   */
  static final double ALLOWED_UNITS = 4;

  /** Nothing is rounded: whole numbers, and what is only moved. */
  static final Rounding NONE = new Rounding(0, 0);

  static Rounding of(ElementType type) {
    return switch (type) {
      case FLOAT -> new Rounding(0x1p-24, 0x1p-149);
      case FLOAT16 -> new Rounding(0x1p-11, 0x1p-24);
      case BFLOAT16 -> new Rounding(0x1p-8, 0x1p-133);
      // The checker computes in double itself, so that a difference of many steps says nothing.
      case DOUBLE -> new Rounding(0x1p-44, 0x1p-1000);
      default -> NONE;
    };
  }

  /** The units by which two numbers differ, for a magnitude that they were summed from. */
  double units(double difference, double magnitude) {
    double size = Math.abs(difference);
    if (!Double.isFinite(size)) {
      return Double.POSITIVE_INFINITY;
    }
    return size == 0 ? 0 : size / (unit * magnitude + tiny);
  }
}
