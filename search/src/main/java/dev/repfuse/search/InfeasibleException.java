package dev.repfuse.search;

/** Nothing meets the limits; the message says what can be met. */
public final class InfeasibleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InfeasibleException(String message) {
    super(message);
  }
}
