package dev.repfuse.ir.infer;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Moves and combines the elements of small tensors. */
final class Gathering {
  private Gathering() {}

  /** Each element changed. */
  static Content each(Content content, ElementType type, UnaryOperator<Element> change) {
    return new Content(type, content.sizes(), content.elements().stream().map(change).toList());
  }

  /** Elements of two tensors combined, with broadcasting; empty if the result is not small. */
  static Optional<Content> pairs(
      Content a, Content b, ElementType type, BinaryOperator<Element> change) {
    Shape shape = Extents.broadcast(a.shape(), b.shape());
    Optional<Content> left = expand(a, shape);
    Optional<Content> right = expand(b, shape);
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    List<Element> elements = new ArrayList<>(left.get().count());
    for (int i = 0; i < left.get().count(); i++) {
      elements.add(change.apply(left.get().elements().get(i), right.get().elements().get(i)));
    }
    return Optional.of(new Content(type, Content.sizes(shape), elements));
  }

  /** The tensor repeated along axes of extent 1; {@code shape} must be one it broadcasts to. */
  static Optional<Content> expand(Content content, Shape shape) {
    if (shape.elementCount().orElse(Long.MAX_VALUE) > Content.LIMIT) {
      return Optional.empty();
    }
    long[] steps = new long[shape.rank()];
    int missing = shape.rank() - content.sizes().size();
    long step = 1;
    for (int axis = content.sizes().size() - 1; axis >= 0; axis--) {
      long size = content.sizes().get(axis);
      steps[axis + missing] = size == 1 ? 0 : step;
      step *= size;
    }
    return Optional.of(strided(content, shape, 0, steps));
  }

  /** Elements at {@code start + Σ index·step}, for every index of {@code shape}. */
  static Content strided(Content content, Shape shape, long start, long[] steps) {
    long[] sizes = shape.sizes().orElseThrow();
    int count = (int) shape.elementCount().orElseThrow();
    List<Element> elements = new ArrayList<>(count);
    long[] index = new long[sizes.length];
    long at = start;
    for (int i = 0; i < count; i++) {
      elements.add(content.elements().get((int) at));
      for (int axis = sizes.length - 1; axis >= 0; axis--) {
        at += steps[axis];
        if (++index[axis] < sizes[axis]) {
          break;
        }
        at -= steps[axis] * index[axis];
        index[axis] = 0;
      }
    }
    return new Content(content.type(), Content.sizes(shape), elements);
  }

  /** How far apart neighbours along each axis lie. */
  static long[] steps(Content content) {
    long[] steps = new long[content.sizes().size()];
    long step = 1;
    for (int axis = steps.length - 1; axis >= 0; axis--) {
      steps[axis] = step;
      step *= content.sizes().get(axis);
    }
    return steps;
  }

  /** Tensors joined along an axis; {@code shape} is the result's. */
  static Optional<Content> concat(List<Content> parts, int axis, Shape shape) {
    if (shape.elementCount().orElse(Long.MAX_VALUE) > Content.LIMIT) {
      return Optional.empty();
    }
    long outer = 1;
    for (int i = 0; i < axis; i++) {
      outer *= shape.size(i).orElseThrow();
    }
    List<Element> elements = new ArrayList<>();
    for (int row = 0; row < outer; row++) {
      for (Content part : parts) {
        int width = (int) (part.count() / outer);
        elements.addAll(part.elements().subList(row * width, (row + 1) * width));
      }
    }
    return Optional.of(new Content(parts.getFirst().type(), Content.sizes(shape), elements));
  }
}
