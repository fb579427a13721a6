package dev.repfuse.pass.adapt;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.pass.Facts;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;

/** Recognises nodes that average a map over all of its positions. */
final class Pooling {
  private static final long AXES_ARE_AN_INPUT = 18;

  private Pooling() {}

  /** The node as a pooling, or why it is none; nothing if it has nothing to do with one. */
  static Optional<Link> read(Node node, Facts facts) {
    return switch (node.opType()) {
      case "GlobalAveragePool" -> Optional.of(new Link.Pooled(node.input(0)));
      case "ReduceMean" -> Optional.of(mean(node, facts));
      case "AveragePool" -> Optional.of(window(node, facts));
      case "GlobalMaxPool", "MaxPool", "ReduceMax" ->
          Optional.of(new Link.Barrier("takes the largest value of the map, not the mean"));
      default -> Optional.empty();
    };
  }

  private static Link mean(Node node, Facts facts) {
    Optional<Shape> shape = facts.shape(node.input(0));
    if (shape.isEmpty()) {
      return new Link.Barrier("averages a map of unknown rank");
    }
    int rank = shape.get().rank();
    Optional<long[]> axes =
        facts.opset() >= AXES_ARE_AN_INPUT && !(node.input(1) instanceof Absent)
            ? facts.known(node.input(1)).map(Tensor::longs)
            : node.intsAttribute("axes");
    long[] averaged =
        Arrays.stream(axes.orElse(new long[0]))
            .map(axis -> Shape.axis(axis, rank))
            .sorted()
            .toArray();
    return rank > 2 && Arrays.equals(averaged, LongStream.range(2, rank).toArray())
        ? new Link.Pooled(node.input(0))
        : new Link.Barrier(
            "averages the axes %s of %s, not all positions"
                .formatted(axes.map(Arrays::toString).orElse("that are not given"), shape.get()));
  }

  private static Link window(Node node, Facts facts) {
    Optional<long[]> kernel = node.intsAttribute("kernel_shape");
    Optional<long[]> extents =
        facts
            .shape(node.input(0))
            .filter(shape -> shape.rank() > 2)
            .flatMap(shape -> new Shape(shape.dims().subList(2, shape.rank())).sizes());
    boolean padded =
        Arrays.stream(node.intsAttribute("pads").orElse(new long[0])).anyMatch(pad -> pad != 0)
            || node.stringAttribute("auto_pad", "NOTSET").startsWith("SAME")
            || Arrays.stream(node.intsAttribute("dilations").orElse(new long[0]))
                .anyMatch(dilation -> dilation != 1);
    boolean whole =
        kernel.isPresent() && extents.isPresent() && Arrays.equals(kernel.get(), extents.get());
    return whole && !padded
        ? new Link.Pooled(node.input(0))
        : new Link.Barrier(
            "averages windows of %s, not the whole map of %s"
                .formatted(
                    kernel.map(Arrays::toString).orElse("unknown size"),
                    Vectors.words(node.input(0), facts)));
  }
}
