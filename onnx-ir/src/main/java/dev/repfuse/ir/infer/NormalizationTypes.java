package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Normalizations, which keep the type of their input, and Dropout. */
final class NormalizationTypes {
  private NormalizationTypes() {}

  static Map<String, Rule> rules() {
    Map<String, Rule> rules = new HashMap<>();
    rules.put("BatchNormalization", NormalizationTypes::batch);
    rules.put("InstanceNormalization", Rule.one(NormalizationTypes::instance));
    rules.put("GroupNormalization", Rule.one(ElementwiseTypes::same));
    rules.put("MeanVarianceNormalization", Rule.one(ElementwiseTypes::same));
    rules.put("LpNormalization", Rule.one(ElementwiseTypes::same));
    rules.put("LRN", Rule.one(ElementwiseTypes::same));
    rules.put("RMSNormalization", Rule.one(ElementwiseTypes::same));
    rules.put("LayerNormalization", NormalizationTypes::layer);
    rules.put("Dropout", NormalizationTypes::dropout);
    return rules;
  }

  /** Scale, bias, mean and variance are [C], and the input is [N, C, …]. */
  private static List<Fact> batch(Operation node) {
    if (node.opset() < 9) {
      // The attribute `spatial` of old versions allows parameters of other shapes.
      return List.of(Fact.of(node.type(0)));
    }
    Dim channels = channels(node, 1, 4);
    Fact statistics = Fact.of(node.element(3), new Shape(List.of(channels)));
    Fact result = Fact.of(node.element(0), normalized(node, channels));
    return node.opset() >= 14 ? List.of(result, statistics, statistics) : List.of(result);
  }

  private static Fact instance(Operation node) {
    return Fact.of(node.element(0), normalized(node, channels(node, 1, 2)));
  }

  private static Optional<Shape> normalized(Operation node, Dim channels) {
    return node.shape(0)
        .map(x ->
            x.rank() < 2
                ? x
                : Extents.with(x, 1, x.dim(1) instanceof Dim.Known ? x.dim(1) : channels));
  }

  /** The extent that parameters {@code first} to {@code last} and the channel axis share. */
  private static Dim channels(Operation node, int first, int last) {
    Dim channels = node.shape(0).filter(x -> x.rank() >= 2).map(x -> x.dim(1)).orElse(Dim.UNKNOWN);
    for (int i = first; i <= last; i++) {
      Optional<Shape> parameter = node.shape(i);
      if (parameter.isPresent()) {
        Shape shape = parameter.get();
        IllegalNode.unless(
            shape.rank() == 1 && !Extents.differ(shape.dim(0), channels),
            "its parameter '%s' is %s, which does not fit %s channels",
            node.node().input(i).name(),
            shape,
            channels);
        channels = Extents.unify(channels, shape.dim(0));
      }
    }
    return channels;
  }

  private static List<Fact> layer(Operation node) {
    ElementType stash =
        ElementType.ofCode(node.integer("stash_type", 1)).orElse(ElementType.UNDEFINED);
    Optional<Shape> statistics =
        node.shape(0)
            .map(x -> {
              int axis = Operation.axis(node.integer("axis", -1), x.rank());
              List<Dim> dims = new ArrayList<>(x.dims().subList(0, axis));
              dims.addAll(Extents.ones(x.rank() - axis));
              return new Shape(dims);
            });
    return List.of(Fact.of(node.type(0)), Fact.of(stash, statistics), Fact.of(stash, statistics));
  }

  private static List<Fact> dropout(Operation node) {
    ElementType mask = node.opset() >= 10 ? ElementType.BOOL : node.element(0);
    boolean inference = node.opset() >= 12 ? !node.has(2) : node.opset() >= 7;
    Fact result = inference ? node.fact(0) : Fact.of(node.type(0));
    return List.of(result, Fact.of(mask, node.shape(0)));
  }
}
