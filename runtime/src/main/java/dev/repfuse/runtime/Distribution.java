package dev.repfuse.runtime;

import java.util.Locale;

/** How generated input values are spread; whole numbers follow in their own way. */
public enum Distribution {
  /** Standard normal; whole numbers from 0 to 9. */
  NORMAL,

  /** Uniform from 0 to 1; whole numbers 0 and 1. */
  UNIFORM,

  /** Ten times the standard normal; whole numbers from 0 to 99. */
  LARGE,

  /** All zero. */
  ZEROS;

  /** The name to print. */
  public String words() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The largest whole number it gives. */
  int largestInteger() {
    return switch (this) {
      case NORMAL -> 9;
      case UNIFORM -> 1;
      case LARGE -> 99;
      case ZEROS -> 0;
    };
  }

  double draw(SplitMix64 random) {
    return switch (this) {
      case NORMAL -> random.normal();
      case UNIFORM -> random.uniform();
      case LARGE -> 10 * random.normal();
      case ZEROS -> 0;
    };
  }
}
