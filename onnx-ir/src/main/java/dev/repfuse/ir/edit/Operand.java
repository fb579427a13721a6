package dev.repfuse.ir.edit;

import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;

/** What an input of a node that an edit makes is connected to. */
public sealed interface Operand {

  /** A value that the graph already has. */
  record Existing(Value value) implements Operand {}

  /**
   * A new constant. Operands of one edit that hold the same {@link Tensor} are one constant.
   *
   * @param hint the wanted name; a number is added if it is taken
   */
  record Constant(Tensor tensor, String hint) implements Operand {}

  /** Output {@code output} of the {@code node}-th node of the same edit, an earlier one. */
  record Made(int node, int output) implements Operand {}

  static Operand of(Value value) {
    return new Existing(value);
  }

  static Operand of(Tensor tensor, String hint) {
    return new Constant(tensor, hint);
  }
}
