package dev.repfuse.ir.infer;

/** A node that contradicts itself or its operator's definition; the message says how. */
final class IllegalNode extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String cause;

  IllegalNode(String cause) {
    super(cause, null, false, false);
    this.cause = cause;
  }

  /** What is wrong with the node, half a sentence. */
  String cause() {
    return cause;
  }

  /** Throws unless {@code legal}. */
  @SuppressWarnings("AnnotateFormatMethod") // The annotation's library is not on the class path.
  static void unless(boolean legal, String message, Object... arguments) {
    if (!legal) {
      throw new IllegalNode(message.formatted(arguments));
    }
  }
}
