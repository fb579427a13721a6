package dev.repfuse.ir;

/** A model that is invalid or cannot be read; the message is one line that names node and cause. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String line;

  public ModelException(String message) {
    super(message);
    this.line = printable(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
    this.line = printable(message);
  }

  /** Names in a file may hold line breaks and other control characters; a message may not. */
  private static String printable(String message) {
    return message.replaceAll("[\\p{Cntrl}\u0085\u2028\u2029]", "?");
  }

  @Override
  public String getMessage() {
    return line;
  }
}
