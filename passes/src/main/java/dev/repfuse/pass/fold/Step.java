package dev.repfuse.pass.fold;

import dev.repfuse.ir.Value;
import dev.repfuse.pass.Reason;
import java.util.List;

/** What a node does to affine values. */
sealed interface Step {

  /** Extends affine values of its operands to its result. */
  @FunctionalInterface
  interface Rule {
    /**
     * The node's result, or why it is not affine.
     *
     * @param operands the operands as affine values of one source, in the step's order
     */
    Expression apply(List<Affine> operands, Layout layout);
  }

  /**
   * The node is linear in these operands.
   *
   * @param operands the inputs that depend on the model's inputs
   */
  record Linear(List<Value> operands, Rule rule) implements Step {
    public Linear {
      operands = List.copyOf(operands);
    }
  }

  /** The operator can be linear, this node is not or must not be folded. */
  record Blocked(Reason reason, String detail) implements Step {}

  /** No linear operator. */
  record Opaque() implements Step {}

  static Step of(Value operand, Rule rule) {
    return new Linear(List.of(operand), rule);
  }

  static Step blocked(Reason reason, String detail) {
    return new Blocked(reason, detail);
  }
}
