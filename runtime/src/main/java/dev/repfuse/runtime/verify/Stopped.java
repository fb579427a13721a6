package dev.repfuse.runtime.verify;

import java.io.Serial;

/** Ends a verification early, because its verdict is clear. */
final class Stopped extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Verdict verdict;

  Stopped(Verdict verdict) {
    super(verdict.words());
    this.verdict = verdict;
  }

  Verdict verdict() {
    return verdict;
  }
}
