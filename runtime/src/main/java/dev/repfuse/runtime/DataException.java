package dev.repfuse.runtime;

/**
 * Input data or shapes that a user gave do not fit, or cannot be read; the message is one line that
 * names the file or the input, and the cause.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
