package dev.repfuse.pass;

/** Keeps a file from growing: counts the bytes that edits add and free. */
public final class Growth {
  /** A constant may be this much larger than what computed it. */
  private static final long CONSTANT_SLACK = 1024;

  /** How much a file may grow. */
  public enum Limit {
    /** As much as it takes: the user asked for it. */
    NONE,
    /** Single edits may add bytes; whether the whole file grew is for the caller to see. */
    WHOLE_FILE,
    /** No edit may leave the file larger than it was. */
    EVERY_EDIT
  }

  private final Limit limit;
  private long balance;

  Growth(Limit limit) {
    this.limit = limit;
  }

  /** Whether an edit may add {@code bytes} more than it frees. */
  public boolean permits(long bytes) {
    return limit == Limit.WHOLE_FILE || hasRoomFor(bytes);
  }

  /** Whether {@code bytes} more would still leave the file no larger than it was. */
  public boolean hasRoomFor(long bytes) {
    return limit == Limit.NONE || bytes <= 0 || balance + bytes <= 0;
  }

  /** Whether a constant may be {@code bytes} larger than the nodes and constants it replaces. */
  public boolean permitsConstant(long bytes) {
    return limit == Limit.NONE || (bytes <= CONSTANT_SLACK && permits(bytes));
  }

  void add(long bytes) {
    balance += bytes;
  }
}
