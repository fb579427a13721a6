package dev.repfuse.pass.adapt;

/** A head cannot be adapted as asked; the message says why, in one line. */
public final class AdaptException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public AdaptException(String cause) {
    super(cause);
  }
}
