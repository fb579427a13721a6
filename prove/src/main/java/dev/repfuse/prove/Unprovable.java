package dev.repfuse.prove;

/** Why something cannot be proved or refuted; the message is part of a sentence. */
final class Unprovable extends RuntimeException {
  private static final long serialVersionUID = 1;

  Unprovable(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
