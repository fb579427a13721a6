package dev.repfuse.pass;

/** A plugin is missing or fails; the message is one line that names the plugin and the cause. */
public final class PluginException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PluginException(String message) {
    super(message);
  }

  public PluginException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The message of an error in words: never empty, and with the type where that tells more. */
  public static String words(Throwable error) {
    String message = error.getMessage();
    return message == null
        ? error.getClass().getName()
        : error.getClass().getSimpleName() + ": " + message;
  }
}
