package dev.repfuse.pass.cost;

/**
 * How much a convolution's weights and inputs are used again once they are loaded, which decides
 * how near it comes to the machine's peak.
 */
public enum Arithmetic {
  /**
   * One group, or groups as wide as a matrix product needs them: each load serves many products.
   */
  DENSE,
  /** Groups too narrow to fill the lanes of a vector register. */
  GROUPED,
  /** One input channel per group: each input element that is loaded serves one product per tap. */
  DEPTHWISE;

  /** Groups of fewer channels leave lanes of a vector register of 16 floats idle. */
  private static final long WIDE = 16;

  /**
   * The kind of a convolution.
   *
   * @param group number of groups
   * @param in channels of the source
   * @param out channels of the result
   */
  public static Arithmetic of(long group, long in, long out) {
    if (group == 1) {
      return DENSE;
    }
    if (in == group) {
      return DEPTHWISE;
    }
    return Math.min(in, out) / group < WIDE ? GROUPED : DENSE;
  }
}
