package dev.repfuse.pass.fold;

import dev.repfuse.pass.Reason;

/** A value written in terms of a source: as an affine map of it, or why that cannot be. */
sealed interface Expression permits Affine, Expression.Refusal {

  /** The value is no single convolution of the source. */
  record Refusal(Reason reason, String detail) implements Expression {}

  static Refusal refused(Reason reason, String detail) {
    return new Refusal(reason, detail);
  }
}
