package dev.repfuse.prove;

import java.util.List;
import java.util.Optional;

/**
 * A result of an operator as an affine function of its dependent operands.
 *
 * @param shape extents of the result
 * @param terms the linear part
 * @param constant what it is when the operands are zero; nothing for zero
 */
@SuppressWarnings("ArrayRecordComponent")
record Linear(int[] shape, List<Term> terms, Optional<Dense> constant) {

  /** One operand's part. */
  record Term(int operand, Step step) {}

  static Linear of(int[] shape, int operand, Step step) {
    return new Linear(shape, List.of(new Term(operand, step)), Optional.empty());
  }

  static Linear of(int[] shape, int operand, Step step, Dense constant) {
    return new Linear(shape, List.of(new Term(operand, step)), Optional.of(constant));
  }

  /** Elements of one operand, in places of their own. */
  static Linear selecting(Operation operation, int operand, int[] from, int[] shape) {
    int size = Indexing.size(operation.shape(operand));
    return of(shape, operand, Matrix.selecting(size, from));
  }
}
