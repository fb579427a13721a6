package dev.repfuse.pass.prune;

/** A network costs more than a budget allows, whichever channels go. */
public final class InfeasibleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final double least;

  InfeasibleException(double least) {
    super("it costs %.0f without all channels that can go".formatted(least));
    this.least = least;
  }

  /** What it costs without all channels that can go. */
  public double least() {
    return least;
  }
}
