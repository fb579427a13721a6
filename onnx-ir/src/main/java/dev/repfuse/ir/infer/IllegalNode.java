package dev.repfuse.ir.infer;

/** A node that contradicts itself or its operator's definition; the message says how. */
final class IllegalNode extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IllegalNode(String message) {
    super(message, null, false, false);
  }

  /** Throws unless {@code legal}. */
  static void unless(boolean legal, String message, Object... arguments) {
    if (!legal) {
      throw new IllegalNode(message.formatted(arguments));
    }
  }
}
