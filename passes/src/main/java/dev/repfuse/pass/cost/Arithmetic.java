package dev.repfuse.pass.cost;

/**
 * How much a convolution's weights and inputs are used again once they are loaded, which decides
 * how near it comes to the machine's peak.
 */
public enum Arithmetic {
  /** A group gives enough channels to fill a vector register, and each load serves all of them. */
  DENSE,
  /** A group gives few channels, whether it is the only one or one of many. */
  NARROW,
  /** One channel for one channel: each input element that is loaded serves one product per tap. */
  DEPTHWISE;

  /** With fewer channels, lanes of a vector register of 16 floats are idle. */
  private static final long WIDE = 16;

  /**
   * The kind of a convolution.
   *
   * @param group number of groups
   * @param in channels of the source
   * @param out channels of the result
   */
  public static Arithmetic of(long group, long in, long out) {
    if (in <= group && out <= group) {
      return DEPTHWISE;
    }
    return out < WIDE * group ? NARROW : DENSE;
  }
}
