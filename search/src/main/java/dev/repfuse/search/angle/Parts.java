package dev.repfuse.search.angle;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.choice.ChoiceException;
import dev.repfuse.pass.choice.LiveNodes.Live;
import dev.repfuse.pass.choice.Presence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the vectors of a supernet's architectures consist of, as angle-based shrinking has it: the
 * weights of convolutions and matrix products, and constants for poolings in branches; nothing of
 * normalizations, and no biases.
 *
 * @param normalizes whether there is a BatchNormalization
 */
record Parts(Map<String, Part.Weight> weights, List<Part.Pooling> poolings, boolean normalizes) {

  /** A weight with its presence so far. */
  private record Read(Source source, String use, boolean biased, Presence presence) {}

  /**
   * Of a supernet.
   *
   * @throws ChoiceException if a weight is computed, or is there by more than one choice
   */
  static Parts of(Structure structure) {
    Map<String, Read> reads = new LinkedHashMap<>();
    List<Part.Pooling> poolings = new ArrayList<>();
    boolean normalizes = false;
    for (Live live : structure.live().nodes()) {
      Node node = live.node();
      normalizes |= node.is("BatchNormalization");
      weight(node)
          .ifPresent(source -> {
            Read read = new Read(source, use(node, source), isBiased(node), live.presence());
            reads.merge(source.name(), read, (one, more) -> both(structure, one, more));
          });
      if (isPooling(node) && !place(structure, node.label(), live.presence()).equals(FIXED)) {
        poolings.add(pooling(structure, live));
      }
    }
    Map<String, Part.Weight> weights = new LinkedHashMap<>();
    reads.forEach((name, read) -> {
      Place place = place(structure, name, read.presence());
      weights.put(
          name, new Part.Weight(name, read.source().tensor(), read.use(), read.biased(), place));
    });
    return new Parts(weights, poolings, normalizes);
  }

  private static final Place FIXED = new Place.Fixed();

  private static Place place(Structure structure, String name, Presence presence) {
    return structure
        .place(presence)
        .orElseThrow(() ->
            new ChoiceException(
                "several choices together decide whether '%s' is there, so that no sum over"
                        .formatted(name)
                    + " operators gives its part of an angle"));
  }

  /** One weight that several nodes read counts once. */
  private static Read both(Structure structure, Read one, Read more) {
    if (one.source().tensor() != more.source().tensor()) {
      throw new ChoiceException("two weights have the name '%s'".formatted(one.source().name()));
    }
    return new Read(
        one.source(),
        one.use().equals(more.use()) ? one.use() : one.use() + ", " + more.use(),
        one.biased() || more.biased(),
        one.presence().or(more.presence(), structure.live().counts()));
  }

  private static String use(Node node, Source source) {
    long turned = source.turns() + node.intAttribute("transB", 0) + node.intAttribute("transA", 0);
    return node.opType() + (turned % 2 == 0 ? "" : " transposed");
  }

  private static boolean isBiased(Node node) {
    return !node.is("Gemm") && !(node.input(2) instanceof Absent);
  }

  private static Optional<Source> weight(Node node) {
    if (!node.operator().isStandard()) {
      return Optional.empty();
    }
    return switch (node.opType()) {
      case "Conv", "ConvTranspose" ->
          Optional.of(
              Source.of(node.input(1))
                  .orElseThrow(
                      () -> new ChoiceException("the weight of %s is computed".formatted(node))));
      case "Gemm", "MatMul" -> Source.of(node.input(1)).or(() -> Source.of(node.input(0)));
      default -> Optional.empty();
    };
  }

  private static boolean isPooling(Node node) {
    return (node.is("AveragePool") || node.is("MaxPool"))
        && node.intsAttribute("kernel_shape").isPresent();
  }

  private static Part.Pooling pooling(Structure structure, Live live) {
    Node node = live.node();
    long taps = 1;
    for (long extent : node.intsAttribute("kernel_shape").orElseThrow()) {
      taps *= extent;
    }
    OptionalLong channels = channels(structure, node.input(0), node.output(0));
    if (channels.isEmpty()) {
      throw new ChoiceException("it is not known how many channels %s has".formatted(node));
    }
    return new Part.Pooling(
        channels.getAsLong(), taps, place(structure, node.label(), live.presence()));
  }

  private static OptionalLong channels(Structure structure, Value... values) {
    for (Value value : values) {
      Optional<Shape> shape = structure.live().facts().shape(value);
      if (shape.isPresent() && shape.get().rank() > 1 && shape.get().size(1).isPresent()) {
        return shape.get().size(1);
      }
    }
    return OptionalLong.empty();
  }
}
