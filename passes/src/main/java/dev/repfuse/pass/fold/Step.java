package dev.repfuse.pass.fold;

import dev.repfuse.ir.Value;
import dev.repfuse.pass.Reason;
import java.util.List;
import java.util.Optional;

/** What a node does to affine values. */
sealed interface Step {

  /** Extends affine values of its operands to its result. */
  @FunctionalInterface
  interface Rule {
    /**
     * The node's result, or why it is not affine.
     *
     * @param operands the operands as affine values of one source, in the step's order
     * @param layout the order of axes that all operands have
     */
    Expression apply(List<Affine> operands, Layout layout);
  }

  /** The order of axes of a node's result. */
  @FunctionalInterface
  interface Move {
    Optional<Layout> apply(Layout layout);
  }

  /**
   * The node is linear in these operands.
   *
   * @param operands the inputs that depend on the model's inputs
   * @param move what becomes of the order of axes; nothing if that cannot be followed
   */
  record Linear(List<Value> operands, Rule rule, Move move) implements Step {
    public Linear {
      operands = List.copyOf(operands);
    }

    /** A node that keeps its operands' order of axes. */
    Linear(List<Value> operands, Rule rule) {
      this(operands, rule, Optional::of);
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
