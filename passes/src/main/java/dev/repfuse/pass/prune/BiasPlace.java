package dev.repfuse.pass.prune;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Use;
import dev.repfuse.ir.Value;
import java.util.List;
import java.util.Optional;

/**
 * Where a number for each channel of a sum is added, or could be.
 *
 * @param node that adds it
 * @param input which operand it is
 * @param before the numbers that are there
 */
record BiasPlace(Node node, int input, Optional<Tensor> before) {
  /** A convolution's or Gemm's third operand; for a MatMul the Add behind it. */
  static Optional<BiasPlace> of(WeightedSum sum, Ties ties) {
    Node node = sum.node();
    if (node.is("MatMul")) {
      return added(node, sum.outputs(), ties);
    }
    if (node.inputs().size() < 3 || !(node.input(2) instanceof NamedValue)) {
      return Optional.of(new BiasPlace(node, 2, Optional.empty()));
    }
    boolean scaled = node.is("Gemm") && node.floatAttribute("beta", 1) != 1;
    return vector(node.input(2), sum.outputs(), ties)
        .filter(numbers -> !scaled)
        .map(numbers -> new BiasPlace(node, 2, Optional.of(numbers)));
  }

  private static Optional<BiasPlace> added(Node node, int outputs, Ties ties) {
    Result product = (Result) node.output(0);
    List<Use> uses = List.copyOf(product.uses());
    if (uses.size() != 1
        || !(uses.getFirst() instanceof Use.ByNode(Node add, int index))
        || !ties.facts().is(add, "Add")
        || add.graph() != node.graph()) {
      return Optional.empty();
    }
    return vector(add.input(1 - index), outputs, ties)
        .map(numbers -> new BiasPlace(add, 1 - index, Optional.of(numbers)));
  }

  /** A constant with one number for each channel along its last axis. */
  private static Optional<Tensor> vector(Value value, int outputs, Ties ties) {
    return value instanceof Initializer
        ? ties.facts()
            .constant(value)
            .filter(tensor -> tensor.elementCount() == outputs && tensor.shape().rank() > 0)
            .filter(tensor -> tensor.shape().size(tensor.shape().rank() - 1).orElse(0) == outputs)
        : Optional.empty();
  }

  /**
   * The numbers with what is added.
   *
   * @param type of the sum
   */
  Tensor plus(double[] shift, ElementType type) {
    double[] sum = before.map(Tensor::doubles).orElseGet(() -> new double[shift.length]).clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += shift[i];
    }
    Shape shape = before.map(Tensor::shape).orElseGet(() -> Shape.of(shift.length));
    return Tensor.ofDoubles(type, shape, sum);
  }
}
