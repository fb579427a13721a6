package dev.repfuse.pass;

/** Keeps a file from growing: bytes of weights added so far against bytes freed. */
public final class Growth {
  private final boolean allowed;
  private long balance;

  /**
   * @param allowed whether the user allows the file to grow
   */
  public Growth(boolean allowed) {
    this.allowed = allowed;
  }

  /**
   * Whether {@code bytes} more (or, negative, fewer) still leave the file no larger than it was.
   */
  public boolean permits(long bytes) {
    return allowed || bytes <= 0 || balance + bytes <= 0;
  }

  void add(long bytes) {
    balance += bytes;
  }
}
