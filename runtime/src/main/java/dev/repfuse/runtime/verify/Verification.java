package dev.repfuse.runtime.verify;

import java.nio.file.Path;

/** A verification that has begun with the original and waits for a result. */
public sealed interface Verification extends AutoCloseable
    permits ChildVerification, LocalVerification {

  /**
   * Compares a result with the original; to be called once.
   *
   * @throws dev.repfuse.runtime.DataException if shapes or input files in the options do not fit
   */
  Verdict compareWith(Path result);

  /** Ends it, whatever it is doing. */
  @Override
  void close();
}
