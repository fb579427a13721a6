package dev.repfuse.ir.infer;

/** A node that contradicts itself or its operator's definition; the message says how. */
final class IllegalNode extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String cause;

  IllegalNode(String message) {
    super(message, null, false, false);
    this.cause = message;
  }

  /** What is wrong, as a clause. */
  String cause() {
    return cause;
  }

  /** Throws unless {@code legal}. */
  static void unless(boolean legal, String message, Object... arguments) {
    if (!legal) {
      throw new IllegalNode(message.formatted(arguments));
    }
  }
}
