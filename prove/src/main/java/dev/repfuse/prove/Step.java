package dev.repfuse.prove;

/** The linear map by which one operand of an operator takes part in its result. */
sealed interface Step permits Matrix, Windows, Product {

  /** Adds the map's response to {@code in} to {@code out}; time linear in the response. */
  void apply(Image in, Image out);
}
