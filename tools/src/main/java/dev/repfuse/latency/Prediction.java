package dev.repfuse.latency;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.infer.Types;
import dev.repfuse.pass.cost.LayerKind;
import dev.repfuse.pass.cost.LayerTimes;
import dev.repfuse.pass.cost.MacFactors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How long a network's layers take together by a table.
 *
 * @param layers nanoseconds
 * @param count how many layers these are
 * @param missing layers that the table knows nothing of
 */
public record Prediction(double layers, long count, List<String> missing) {
  public Prediction {
    missing = List.copyOf(missing);
  }

  /** Adds up the layers of a network, for a single sample. */
  public static Prediction of(Model network, LatencyTable table) {
    Types types = Types.infer(network);
    LayerTimes times = table.times();
    double sum = 0;
    long count = 0;
    List<String> missing = new ArrayList<>();
    for (Node node : network.graph().nodes()) {
      Optional<LayerKind.Layer> layer = LayerKind.of(node, types::shape);
      OptionalDouble time =
          layer.map(l -> times.nanoseconds(l, types::shape)).orElse(OptionalDouble.empty());
      if (time.isPresent()) {
        sum += time.getAsDouble();
        count++;
      } else if (MacFactors.counts(node)) {
        missing.add(node.toString());
      }
    }
    return new Prediction(sum, count, missing);
  }
}
