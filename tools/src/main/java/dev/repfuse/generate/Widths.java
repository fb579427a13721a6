package dev.repfuse.generate;

/** How families round widths. */
final class Widths {
  private Widths() {}

  /**
   * The nearest multiple, at least one multiple, and the next one if that took more than a tenth
   * away, as MobileNetV2's reference code does.
   */
  static int divisible(double width, int multiple) {
    int rounded = Math.max(multiple, (int) (width + multiple / 2.0) / multiple * multiple);
    return rounded < 0.9 * width ? rounded + multiple : rounded;
  }
}
