package dev.repfuse.cli;

/** Something on the command line that cannot be done; the message is one line. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
