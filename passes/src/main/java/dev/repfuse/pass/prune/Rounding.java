package dev.repfuse.pass.prune;

/**
 * Widths that are whole multiples, as many processors compute several channels at once.
 *
 * @param multiple at least 1
 * @param up whether a width between two multiples becomes the upper one
 */
public record Rounding(int multiple, boolean up) {
  /** Any width. */
  public static final Rounding NONE = new Rounding(1, false);

  public Rounding {
    if (multiple < 1) {
      throw new IllegalArgumentException(multiple + " is no multiple");
    }
  }

  /**
   * The width that a group gets.
   *
   * @param wanted how many channels it would keep
   * @param size how many it has; a group keeps all where no multiple lies between one and that
   */
  public int of(int wanted, int size) {
    int width = (up ? Math.ceilDiv(wanted, multiple) : wanted / multiple) * multiple;
    return Math.min(Math.max(width, multiple), size);
  }

  /** What it asks for, behind other words; empty if nothing. */
  String words() {
    return multiple == 1
        ? ""
        : ", widths %s to multiples of %d".formatted(up ? "up" : "down", multiple);
  }

  /** The widest multiple below a width, or 0. */
  int below(int width) {
    return (width - 1) / multiple * multiple;
  }
}
