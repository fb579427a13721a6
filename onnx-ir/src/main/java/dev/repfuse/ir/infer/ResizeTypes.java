package dev.repfuse.ir.infer;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resize and Upsample: extents from scales, or stated sizes. */
final class ResizeTypes {
  private ResizeTypes() {}

  static Map<String, Rule> rules() {
    return Map.of(
        "Resize", Rule.one(ResizeTypes::resize), "Upsample", Rule.one(ResizeTypes::upsample));
  }

  private static Fact upsample(Operation node) {
    if (node.opset() >= 9) {
      return scaled(node, node.content(1).flatMap(Content::reals), axes(node));
    }
    Optional<double[]> scales =
        node.node()
            .attribute("scales")
            .map(Attribute::content)
            .filter(Attribute.FloatValues.class::isInstance)
            .map(c -> widened(((Attribute.FloatValues) c).values()));
    return scaled(node, scales, axes(node));
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static Fact resize(Operation node) {
    if (node.opset() < 11) {
      return scaled(node, node.content(1).flatMap(Content::reals), axes(node));
    }
    boolean sizesGiven = node.has(3) && node.shape(3).map(s -> !s.equals(Shape.of(0))).orElse(true);
    boolean stretch = node.string("keep_aspect_ratio_policy", "stretch").equals("stretch");
    boolean crop = node.string("coordinate_transformation_mode", "").equals("tf_crop_and_resize");
    if (sizesGiven) {
      return sized(node, stretch ? node.content(3) : Optional.empty());
    }
    return scaled(
        node, crop ? Optional.empty() : node.content(2).flatMap(Content::reals), axes(node));
  }

  /** The axes that scales or sizes speak of; empty for all. */
  private static Optional<long[]> axes(Operation node) {
    return node.opset() >= 18 ? node.ints("axes") : Optional.empty();
  }

  private static Fact sized(Operation node, Optional<Content> sizes) {
    return Fact.of(
        node.element(0),
        node.shape(0)
            .map(x -> changed(x, axes(node), sizes.map(Content::dims)))
            .or(() ->
                axes(node).isEmpty() ? sizes.map(c -> new Shape(c.dims())) : Optional.empty()));
  }

  /** {@code floor(extent * scale)} in single precision, as the definition of Resize says. */
  private static Fact scaled(Operation node, Optional<double[]> scales, Optional<long[]> axes) {
    if (node.shape(0).isEmpty()) {
      return Fact.of(node.element(0), node.shape(0));
    }
    Shape x = node.shape(0).get();
    if (scales.isEmpty()) {
      return Fact.of(node.element(0), changed(x, axes, Optional.empty()));
    }
    double[] by = scales.get();
    List<Dim> dims = new ArrayList<>(by.length);
    for (int i = 0; i < by.length; i++) {
      IllegalNode.unless(by[i] > 0, "it scales by %s", by[i]);
      int axis =
          axes.isPresent() && i < axes.get().length
              ? Operation.axis(axes.get()[i], x.rank())
              : Math.min(i, x.rank() - 1);
      dims.add(axis < 0 ? Dim.UNKNOWN : scaled(x.dim(axis), by[i]));
    }
    return Fact.of(node.element(0), changed(x, axes, Optional.of(dims)));
  }

  private static Dim scaled(Dim dim, double scale) {
    if (scale == 1) {
      return dim;
    }
    if (!(dim instanceof Dim.Known(long size))) {
      return Dim.UNKNOWN;
    }
    float product = (float) size * (float) scale;
    return product < 0x1p53f ? Dim.of((long) product) : Dim.UNKNOWN;
  }

  /** {@code x} with other extents on the axes, all of them when none are listed. */
  private static Shape changed(Shape x, Optional<long[]> axes, Optional<List<Dim>> extents) {
    int count = axes.map(a -> a.length).orElse(x.rank());
    extents.ifPresent(e ->
        IllegalNode.unless(
            e.size() == count, "it resizes %d axes of %s, not %d", e.size(), x, count));
    List<Dim> dims = new ArrayList<>(x.dims());
    for (int i = 0; i < count; i++) {
      int at = i;
      int axis = axes.isPresent() ? Operation.axis(axes.get()[i], x.rank()) : i;
      dims.set(axis, extents.map(e -> e.get(at)).orElse(Dim.UNKNOWN));
    }
    return new Shape(dims);
  }
}
