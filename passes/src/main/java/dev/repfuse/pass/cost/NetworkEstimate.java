package dev.repfuse.pass.cost;

import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.infer.Types;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a whole network takes on a target by its rates, for one sample: each node by itself, with
 * channels of layers filled up to whole multiples, which is what a width between two of them costs
 * where channels are computed several at once.
 */
public final class NetworkEstimate {
  private static final double BYTES_PER_ELEMENT = 4;

  private final Types types;
  private final Target target;
  private final OptionalLong batch;

  private NetworkEstimate(Model network, Target target) {
    this.types = Types.infer(network);
    this.target = target;
    this.batch = MacFactors.batch(network.graph());
  }

  /** Nanoseconds; empty if the network has no layer whose extents are known. */
  public static OptionalDouble of(Model network, Target target) {
    NetworkEstimate estimate = new NetworkEstimate(network, target);
    double sum = 0;
    boolean any = false;
    for (Node node : network.graph().nodes()) {
      OptionalDouble layer = estimate.layer(node);
      any |= layer.isPresent();
      sum += layer.orElseGet(() -> estimate.other(node));
    }
    return any ? OptionalDouble.of(sum) : OptionalDouble.empty();
  }

  private OptionalDouble layer(Node node) {
    Optional<LayerKind.Layer> found = LayerKind.of(node, types::shape);
    if (found.isEmpty()) {
      return OptionalDouble.empty();
    }
    LayerKind.Layer layer = found.get();
    OptionalDouble made = elements(layer.output());
    OptionalDouble read = elements(layer.input());
    OptionalLong inputs = extent(layer.input(), layer.inputAxis());
    OptionalLong outputs = extent(layer.output(), layer.outputAxis());
    if (made.isEmpty() || read.isEmpty() || inputs.isEmpty() || outputs.isEmpty()) {
      return OptionalDouble.empty();
    }
    long in = inputs.getAsLong();
    long out = outputs.getAsLong();
    long groups = layer.kind().group() == 0 ? in : layer.kind().group();
    double taps = layer.kind().kernel().stream().reduce(1L, (a, b) -> a * b);
    double fullOut = filled(out);
    double fullIn = layer.kind().group() == 0 ? 1 : filled(in) / groups;
    boolean transposed = layer.kind().operator().equals("ConvTranspose");
    double positions = transposed ? read.getAsDouble() / in : made.getAsDouble() / out;
    double macs = positions * fullOut * fullIn * taps;
    double weights = fullOut * fullIn * taps;
    double bytes = BYTES_PER_ELEMENT * (read.getAsDouble() + made.getAsDouble() + weights);
    return OptionalDouble.of(
        target.cost(Arithmetic.of(groups, in, out), macs, bytes).nanoseconds());
  }

  private double filled(long channels) {
    long multiple = target.channelMultiple();
    return (double) Math.ceilDiv(channels, multiple) * multiple;
  }

  /** A node that moves what it reads and what it gives. */
  private double other(Node node) {
    double bytes = 0;
    for (List<Value> values : List.of(node.inputs(), node.outputs())) {
      for (Value value : values) {
        bytes += BYTES_PER_ELEMENT * elements(value).orElse(0);
      }
    }
    return target.cost(Arithmetic.DENSE, 0, bytes).nanoseconds();
  }

  private OptionalLong extent(Value value, int axis) {
    return types.shape(value).map(shape -> shape.size(axis)).orElse(OptionalLong.empty());
  }

  private OptionalDouble elements(Value value) {
    Optional<Shape> shape = types.shape(value);
    if (shape.isEmpty()) {
      return OptionalDouble.empty();
    }
    double product = 1;
    for (int axis = 0; axis < shape.get().rank(); axis++) {
      OptionalLong extent = shape.get().size(axis);
      boolean samples = axis == 0 && (extent.isEmpty() || extent.equals(batch));
      if (!samples && extent.isEmpty()) {
        return OptionalDouble.empty();
      }
      product *= samples ? 1 : extent.getAsLong();
    }
    return OptionalDouble.of(product);
  }
}
