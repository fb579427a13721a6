package dev.repfuse.ir;

/** A model that is invalid or cannot be read; the message is one line that names node and cause. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String line;

  public ModelException(String message) {
    super(message);
    this.line = oneLine(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
    this.line = oneLine(message);
  }

  @Override
  public String getMessage() {
    return line;
  }

  /** Names in a broken file may hold anything. */
  private static String oneLine(String message) {
    return message.codePoints().anyMatch(Character::isISOControl)
        ? message.replaceAll("\\p{Cntrl}", "?")
        : message;
  }
}
