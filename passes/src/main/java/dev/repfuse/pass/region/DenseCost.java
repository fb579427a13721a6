package dev.repfuse.pass.region;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.cost.Arithmetic;
import dev.repfuse.pass.cost.Cost;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the nodes of a dense form cost. */
final class DenseCost {
  private static final double BYTES_PER_ELEMENT = 4;

  private DenseCost() {}

  /**
   * The cost of nodes.
   *
   * @param uncounted a node that goes, but comes back with other weights
   */
  static Cost of(Collection<Node> nodes, Optional<Node> uncounted, Facts facts) {
    Cost cost = Cost.NONE;
    for (Node node : nodes) {
      if (uncounted.isEmpty() || uncounted.get() != node) {
        cost = cost.plus(of(node, facts));
      }
    }
    return cost;
  }

  private static Cost of(Node node, Facts facts) {
    double elements = 0;
    if (!Views.isView(node, facts)) {
      for (List<Value> values : List.of(node.inputs(), node.outputs())) {
        for (Value value : values) {
          elements += value instanceof Initializer ? 0 : elements(value, facts);
        }
      }
    }
    return facts.target().cost(Arithmetic.DENSE, macs(node, facts), BYTES_PER_ELEMENT * elements);
  }

  private static double macs(Node node, Facts facts) {
    double made = elements(node.output(0), facts);
    return switch (node.opType()) {
      case "Conv" -> {
        long[] kernel = Views.sizes(node.input(1), facts).orElse(new long[1]);
        yield made * Views.product(kernel, 1, kernel.length);
      }
      case "MatMul" -> {
        long[] sizes = Views.sizes(node.input(0), facts).orElse(new long[1]);
        yield made * sizes[sizes.length - 1];
      }
      default -> 0;
    };
  }

  private static double elements(Value value, Facts facts) {
    return Views.sizes(value, facts).map(Views::product).orElse(0L);
  }
}
