package dev.repfuse.pass.region;

import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;

/** What came of reading nodes as a part of a dynamic region-aware convolution. */
sealed interface Reading<T> {

  /** They are that part. */
  record Is<T>(T part) implements Reading<T> {}

  /** They look like it, but a condition does not hold. */
  record Refused<T>(Reason reason, String detail) implements Reading<T> {
    Outcome outcome() {
      return Outcome.declined(reason, detail);
    }
  }

  /** They are something else. */
  record Other<T>() implements Reading<T> {}

  /** A condition that does not hold. */
  static <T> Reading<T> refused(Reason reason, String detail) {
    return new Refused<>(reason, detail);
  }
}
