package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shapes of convolutions: input [N, C, spatial…], weight [M, C/group, kernel…]. */
final class ConvTypes {
  private ConvTypes() {}

  static Map<String, Rule> rules() {
    return Map.of(
        "Conv", Rule.one(node -> conv(node, node.sharedElement(0), 1, 2)),
        "ConvInteger", Rule.one(node -> conv(node, ElementType.INT32, 1, -1)),
        "QLinearConv", Rule.one(node -> conv(node, node.element(7), 3, 8)),
        "ConvTranspose", Rule.one(ConvTypes::transposed),
        "DeformConv", Rule.one(node -> conv(node, node.element(0), 1, 3)));
  }

  private static Fact conv(Operation node, ElementType element, int weightInput, int biasInput) {
    Optional<Shape> input = node.shape(0);
    Optional<Shape> weight = node.shape(weightInput);
    long group = group(node);
    Optional<List<Dim>> kernel = kernel(node, weight);
    input.ifPresent(x -> IllegalNode.unless(x.rank() >= 3, "its input %s has no spatial axis", x));
    if (input.isPresent() && kernel.isPresent()) {
      requireRank(input.get(), kernel.get());
    }
    weight.ifPresent(w -> {
      checkChannels(input, w, group);
      checkBias(node, biasInput, w.dim(0));
    });
    if (kernel.isEmpty()) {
      return Fact.of(element, input.map(x -> outside(x.dim(0), Dim.UNKNOWN, x.rank())));
    }
    Window window = Window.of(node, kernel.get());
    Dim channels = weight.map(w -> w.dim(0)).orElse(Dim.UNKNOWN);
    if (input.isEmpty()) {
      return Fact.of(element, outside(Dim.UNKNOWN, channels, kernel.get().size() + 2));
    }
    List<Dim> spatial = window.output(input.get(), false);
    return Fact.of(element, Extents.concat(List.of(input.get().dim(0), channels), spatial));
  }

  private static Shape outside(Dim batch, Dim channels, int rank) {
    return Extents.concat(List.of(batch, channels), Shape.unknown(rank - 2).dims());
  }

  private static long group(Operation node) {
    long group = node.integer("group", 1);
    IllegalNode.unless(group > 0, "group is %d", group);
    return group;
  }

  /** The kernel's extents from the weight and from {@code kernel_shape}, which have to agree. */
  private static Optional<List<Dim>> kernel(Operation node, Optional<Shape> weight) {
    Optional<List<Dim>> stated = Window.kernelShape(node);
    if (weight.isEmpty()) {
      return stated;
    }
    Shape w = weight.get();
    IllegalNode.unless(w.rank() >= 3, "its weight %s has no kernel axis", w);
    List<Dim> own = w.dims().subList(2, w.rank());
    if (stated.isEmpty()) {
      return Optional.of(own);
    }
    IllegalNode.unless(
        stated.get().size() == own.size(),
        "kernel_shape %s does not fit its weight %s",
        stated.get(),
        w);
    List<Dim> both = new ArrayList<>(own.size());
    for (int i = 0; i < own.size(); i++) {
      IllegalNode.unless(
          !Extents.differ(own.get(i), stated.get().get(i)),
          "kernel_shape %s does not fit its weight %s",
          stated.get(),
          w);
      both.add(Extents.unify(own.get(i), stated.get().get(i)));
    }
    return Optional.of(both);
  }

  private static void requireRank(Shape input, List<Dim> kernel) {
    IllegalNode.unless(
        input.rank() == kernel.size() + 2,
        "its input %s has %d spatial axes, its kernel has %d",
        input,
        input.rank() - 2,
        kernel.size());
  }

  private static void checkChannels(Optional<Shape> input, Shape weight, long group) {
    if (weight.dim(0) instanceof Dim.Known(long out)) {
      IllegalNode.unless(out > 0, "its weight %s has no output channel", weight);
      IllegalNode.unless(
          out % group == 0, "group %d does not divide its %d output channels", group, out);
    }
    if (input.isPresent() && input.get().dim(1) instanceof Dim.Known(long in)) {
      IllegalNode.unless(
          in % group == 0, "group %d does not divide its %d input channels", group, in);
      IllegalNode.unless(
          !Extents.differ(weight.dim(1), Dim.of(in / group)),
          "its weight %s does not fit an input of %d channels in %d groups",
          weight,
          in,
          group);
    }
  }

  private static void checkBias(Operation node, int input, Dim channels) {
    if (input < 0 || !node.has(input)) {
      return;
    }
    node.shape(input)
        .ifPresent(bias ->
            IllegalNode.unless(
                bias.rank() == 1 && !Extents.differ(bias.dim(0), channels),
                "its bias %s does not fit %s output channels",
                bias,
                channels));
  }

  private static Fact transposed(Operation node) {
    Optional<Shape> input = node.shape(0);
    Optional<Shape> weight = node.shape(1);
    long group = group(node);
    Optional<List<Dim>> kernel = kernel(node, weight);
    if (input.isPresent() && kernel.isPresent()) {
      requireRank(input.get(), kernel.get());
    }
    Dim channels = weight.map(w -> Extents.times(w.dim(1), group)).orElse(Dim.UNKNOWN);
    weight.ifPresent(w -> {
      input.ifPresent(x ->
          IllegalNode.unless(
              !Extents.differ(x.dim(1), w.dim(0)),
              "its weight %s does not fit its input %s",
              w,
              x));
      checkBias(node, 2, channels);
    });
    if (kernel.isEmpty()) {
      return Fact.of(node.sharedElement(0), input.map(x -> outside(x.dim(0), channels, x.rank())));
    }
    Window window = Window.of(node, kernel.get());
    if (input.isEmpty()) {
      return Fact.of(
          node.sharedElement(0), outside(Dim.UNKNOWN, channels, kernel.get().size() + 2));
    }
    List<Dim> spatial = new ArrayList<>(kernel.get().size());
    for (int i = 0; i < kernel.get().size(); i++) {
      spatial.add(transposedExtent(node, window, input.get().dim(i + 2), i));
    }
    return Fact.of(
        node.sharedElement(0), Extents.concat(List.of(input.get().dim(0), channels), spatial));
  }

  /**
   * {@code stride * (input - 1) + output_padding + dilation * (kernel - 1) + 1 - pads}, as the
   * definition of ConvTranspose says; {@code output_shape} overrules it.
   */
  private static Dim transposedExtent(Operation node, Window window, Dim input, int i) {
    int axes = window.kernel().size();
    Optional<long[]> stated = node.ints("output_shape").filter(s -> s.length > 0);
    if (stated.isPresent()) {
      long[] sizes = stated.get();
      IllegalNode.unless(
          sizes.length == axes || sizes.length == axes + 2,
          "attribute 'output_shape' has %d values",
          sizes.length);
      long size = sizes[sizes.length - axes + i];
      return size < 0 ? Dim.UNKNOWN : Dim.of(size);
    }
    if (!(window.kernel().get(i) instanceof Dim.Known(long size))) {
      return Dim.UNKNOWN;
    }
    long stride = window.stride(i);
    long reach = Window.reach(window.dilation(i), size);
    long grown = Math.addExact(reach + 1, node.ints("output_padding", axes, 0)[i]);
    return switch (window.padding()) {
      // Runtimes disagree where the kernel is too small to reach input * stride.
      case SAME_UPPER, SAME_LOWER -> grown < stride ? Dim.UNKNOWN : Extents.times(input, stride);
      case UNCLEAR -> Dim.UNKNOWN;
      case VALID, NOTSET -> {
        long more = Math.subtractExact(Math.subtractExact(grown, window.padded(i)), stride);
        yield input.is(0) ? Dim.UNKNOWN : Extents.plus(Extents.times(input, stride), more);
      }
    };
  }
}
