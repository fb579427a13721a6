package dev.repfuse.search;

import java.util.Locale;

/** How a candidate came up. */
public enum Origin {
  /** Each choice drawn uniformly. */
  RANDOM,
  /** One parent with some choices changed. */
  MUTATION,
  /** Each choice from one of two parents. */
  CROSSOVER;

  /** Its name in reports. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
