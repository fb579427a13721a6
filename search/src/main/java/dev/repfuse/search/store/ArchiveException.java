package dev.repfuse.search.store;

/** A cache cannot be used; the message names the file and the cause. */
public final class ArchiveException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
