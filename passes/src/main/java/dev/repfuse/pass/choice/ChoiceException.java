package dev.repfuse.pass.choice;

/** A choice cannot be made as asked; the message says why, and nothing was changed. */
public final class ChoiceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** An error of one line. */
  public ChoiceException(String cause) {
    super(cause);
  }
}
