package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shapes of pooling operators: [N, C, spatial…] in and out. */
final class PoolTypes {
  private PoolTypes() {}

  static Map<String, Rule> rules() {
    Rule global = Rule.one(PoolTypes::global);
    return Map.of(
        "AveragePool",
        PoolTypes::pool,
        "MaxPool",
        PoolTypes::pool,
        "LpPool",
        PoolTypes::pool,
        "GlobalAveragePool",
        global,
        "GlobalMaxPool",
        global,
        "GlobalLpPool",
        global,
        "MaxRoiPool",
        Rule.one(PoolTypes::maxRoi),
        "RoiAlign",
        Rule.one(PoolTypes::roiAlign),
        "MaxUnpool",
        Rule.one(PoolTypes::unpool));
  }

  private static List<Fact> pool(Operation node) {
    List<Dim> kernel =
        Window.kernelShape(node)
            .orElseThrow(() -> new IllegalNode("attribute 'kernel_shape' is missing"));
    Window window = Window.of(node, kernel);
    Optional<Shape> shape = node.shape(0).map(input -> pooled(node, window, input));
    return List.of(Fact.of(node.element(0), shape), Fact.of(ElementType.INT64, shape));
  }

  private static Shape pooled(Operation node, Window window, Shape input) {
    int spatial = window.kernel().size();
    IllegalNode.unless(
        input.rank() == spatial + 2,
        "its input %s has %d spatial axes, its kernel has %d",
        input,
        input.rank() - 2,
        spatial);
    boolean ceil = node.integer("ceil_mode", 0) != 0;
    return Extents.concat(input.dims().subList(0, 2), window.output(input, ceil));
  }

  private static Fact global(Operation node) {
    return Fact.of(
        node.element(0),
        node.shape(0)
            .map(input -> {
              IllegalNode.unless(input.rank() >= 2, "its input %s has no channel axis", input);
              return Extents.concat(input.dims().subList(0, 2), Extents.ones(input.rank() - 2));
            }));
  }

  private static Fact maxRoi(Operation node) {
    long[] pooled =
        node.ints("pooled_shape")
            .filter(p -> p.length == 2 && p[0] > 0 && p[1] > 0)
            .orElseThrow(() -> new IllegalNode("attribute 'pooled_shape' is no pair of extents"));
    return regions(node, 1, Dim.of(pooled[0]), Dim.of(pooled[1]));
  }

  private static Fact roiAlign(Operation node) {
    long height = node.integer("output_height", 1);
    long width = node.integer("output_width", 1);
    IllegalNode.unless(height > 0 && width > 0, "it asks for regions of %dx%d", height, width);
    return regions(node, 1, Dim.of(height), Dim.of(width));
  }

  private static Fact regions(Operation node, int rois, Dim height, Dim width) {
    Dim count = node.shape(rois).filter(s -> s.rank() == 2).map(s -> s.dim(0)).orElse(Dim.UNKNOWN);
    Dim channels = node.shape(0).filter(s -> s.rank() == 4).map(s -> s.dim(1)).orElse(Dim.UNKNOWN);
    return Fact.of(node.element(0), new Shape(List.of(count, channels, height, width)));
  }

  private static Fact unpool(Operation node) {
    if (node.has(2)) {
      Optional<Shape> stated = node.content(2).map(c -> new Shape(c.dims()));
      return Fact.of(
          node.element(0), stated.or(() -> node.shape(0).map(Shape::rank).map(Shape::unknown)));
    }
    return Fact.of(
        node.element(0),
        node.shape(0)
            .filter(x -> x.rank() >= 2)
            .map(x -> Extents.concat(x.dims().subList(0, 2), Shape.unknown(x.rank() - 2).dims())));
  }
}
