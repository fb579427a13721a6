package dev.repfuse.report;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * A node of the main graph that reads weights.
 *
 * @param node its operator and name
 * @param parameters elements of the floating-point constants that it reads
 * @param macs multiply-accumulates as {@link ModelStatistics#macs} counts them
 */
record Layer(String node, long parameters, OptionalLong macs) {

  /** The layers with the most multiply-accumulates, then with the most parameters. */
  static List<Layer> largest(Model model, int most) {
    MacCount macs = MacCount.in(model);
    List<Layer> layers = new ArrayList<>();
    for (Node node : model.graph().nodes()) {
      long parameters = node.inputs().stream().mapToLong(Layer::elements).sum();
      if (parameters > 0) {
        layers.add(new Layer(node.toString(), parameters, macs.of(node)));
      }
    }
    layers.sort(
        Comparator.comparingLong((Layer layer) -> layer.macs().orElse(0))
            .thenComparingLong(Layer::parameters)
            .reversed());
    return layers.subList(0, Math.min(most, layers.size()));
  }

  private static long elements(Value input) {
    return input instanceof Initializer constant && constant.payload().type().isFloating()
        ? constant.payload().shape().elementCount().orElse(0)
        : 0;
  }
}
