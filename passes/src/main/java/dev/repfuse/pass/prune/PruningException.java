package dev.repfuse.pass.prune;

/** Channels cannot go as asked; the message says why, and changes nothing. */
public final class PruningException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PruningException(String cause) {
    super(cause);
  }
}
