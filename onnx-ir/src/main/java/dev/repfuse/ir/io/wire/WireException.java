package dev.repfuse.ir.io.wire;

/** Bytes that are not a protobuf message; the message names the cause and the byte offset. */
public final class WireException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String message;

  WireException(String cause, long offset) {
    this.message = cause + " (byte offset " + offset + ")";
  }

  @Override
  public String getMessage() {
    return message;
  }
}
