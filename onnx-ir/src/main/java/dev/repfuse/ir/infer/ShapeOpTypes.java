package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Operators that tell or change a shape and keep the order of the elements. */
final class ShapeOpTypes {
  private ShapeOpTypes() {}

  static Map<String, Rule> rules() {
    return Map.of(
        "Shape", Rule.one(ShapeOpTypes::shape),
        "Size", Rule.one(ShapeOpTypes::size),
        "Reshape", Rule.one(ShapeOpTypes::reshape),
        "Flatten", Rule.one(ShapeOpTypes::flatten),
        "Squeeze", Rule.one(ShapeOpTypes::squeeze),
        "Unsqueeze", Rule.one(ShapeOpTypes::unsqueeze),
        "Expand", Rule.one(ShapeOpTypes::expand));
  }

  private static Fact shape(Operation node) {
    Optional<Shape> shape = node.shape(0);
    if (shape.isEmpty()) {
      return Fact.of(ElementType.INT64, Shape.unknown(1));
    }
    int rank = shape.get().rank();
    int start = bound(node.integer("start", 0), rank);
    int end = bound(node.integer("end", rank), rank);
    List<Dim> dims = shape.get().dims().subList(start, Math.max(start, end));
    return Fact.of(Content.ofShape(new Shape(dims)));
  }

  private static int bound(long axis, int rank) {
    long counted = axis < 0 ? axis + rank : axis;
    return Math.clamp(counted, 0, rank);
  }

  private static Fact size(Operation node) {
    Element count =
        node.shape(0).map(s -> Element.of(Extents.product(s.dims()))).orElse(Element.OPEN);
    return Fact.of(Content.scalar(ElementType.INT64, count));
  }

  /** The result has other extents but the elements, and so the numbers, of the input. */
  private static Fact reshaped(Operation node, Optional<Shape> shape) {
    Fact fact = Fact.of(node.element(0), shape);
    long count = shape.map(s -> s.elementCount().orElse(-1)).orElse(-1L);
    return fact.with(
        node.content(0).filter(c -> c.count() == count).map(c -> c.reshaped(shape.orElseThrow())));
  }

  private static Fact reshape(Operation node) {
    if (node.opset() < 5) {
      return reshaped(
          node, node.ints("shape").flatMap(s -> target(node, Content.ofIntegers(s).elements())));
    }
    Optional<Content> target = node.content(1);
    if (target.isPresent()) {
      IllegalNode.unless(target.get().sizes().size() == 1, "its target shape is no vector");
      return reshaped(node, target(node, target.get().elements()));
    }
    return Fact.of(
        node.element(0),
        node.shape(1)
            .filter(s -> s.rank() == 1 && s.size(0).orElse(Long.MAX_VALUE) <= Content.LIMIT)
            .map(s -> Shape.unknown((int) s.size(0).orElseThrow())));
  }

  /** The extents that a target shape with 0 for "as before" and -1 for "the rest" asks for. */
  private static Optional<Shape> target(Operation node, List<Element> target) {
    boolean zeroIsExtent = node.integer("allowzero", 0) != 0;
    Optional<Shape> input = node.shape(0);
    List<Dim> dims = new ArrayList<>(target.size());
    boolean[] copied = new boolean[target.size()];
    int rest = -1;
    for (int i = 0; i < target.size(); i++) {
      Element element = target.get(i);
      if (element.is(-1)) {
        IllegalNode.unless(rest < 0, "its target shape has more than one -1");
        rest = i;
        dims.add(Dim.UNKNOWN);
      } else if (element.is(0) && !zeroIsExtent) {
        copied[i] = true;
        dims.add(input.map(copy(i)).orElse(Dim.UNKNOWN));
      } else {
        if (element instanceof Element.Whole(long size)) {
          IllegalNode.unless(size >= 0, "its target shape has the extent %d", size);
        }
        dims.add(element.asDim());
      }
    }
    Shape shape = new Shape(dims);
    return input.isEmpty() ? Optional.of(shape) : completed(input.get(), shape, copied, rest);
  }

  private static Function<Shape, Dim> copy(int axis) {
    return input -> {
      IllegalNode.unless(axis < input.rank(), "its target shape copies axis %d of %s", axis, input);
      return input.dim(axis);
    };
  }

  /**
   * Replaces the extent that -1, or the only unknown element of the target, stands for. Empty when
   * the element counts differ: such a node fails only if it runs.
   */
  private static Optional<Shape> completed(
      Shape input, Shape target, boolean[] copied, int inferred) {
    int open = inferred;
    for (int i = 0; i < target.rank() && open < 0; i++) {
      open = target.dim(i) instanceof Dim.Unknown && !copied[i] ? i : -1;
    }
    if (open < 0) {
      return sameCount(input, target) ? Optional.of(target) : Optional.empty();
    }
    List<Dim> before = new ArrayList<>(input.rank());
    List<Dim> after = new ArrayList<>(target.rank());
    for (int i = 0; i < input.rank(); i++) {
      if (i >= copied.length || !copied[i]) {
        before.add(input.dim(i));
      }
    }
    for (int i = 0; i < target.rank(); i++) {
      if (!copied[i] && i != open) {
        after.add(target.dim(i));
      }
    }
    if (after.contains(Dim.UNKNOWN)) {
      return Optional.of(target);
    }
    int axis = open;
    return quotient(before, after).map(dim -> Extents.with(target, axis, dim));
  }

  private static boolean sameCount(Shape input, Shape target) {
    var before = input.elementCount();
    var after = target.elementCount();
    return before.isEmpty() || after.isEmpty() || before.getAsLong() == after.getAsLong();
  }

  /**
   * What remains of a product of extents when common symbols and numbers are divided; empty when
   * numbers leave a remainder.
   */
  private static Optional<Dim> quotient(List<Dim> dividend, List<Dim> divisor) {
    List<Dim> open = new ArrayList<>(dividend);
    open.removeIf(Dim.Known.class::isInstance);
    boolean symbolic = false;
    for (Dim dim : divisor) {
      if (dim instanceof Dim.Symbol) {
        symbolic = true;
        if (!open.remove(dim)) {
          return Optional.of(Dim.UNKNOWN);
        }
      }
    }
    Dim above = Extents.product(dividend.stream().filter(Dim.Known.class::isInstance).toList());
    Dim below = Extents.product(divisor.stream().filter(Dim.Known.class::isInstance).toList());
    if (!(above instanceof Dim.Known(long size))
        || !(below instanceof Dim.Known(long factor))
        || factor == 0) {
      return Optional.of(Dim.UNKNOWN);
    }
    if (!open.isEmpty()) {
      return Optional.of(open.size() == 1 && size == factor ? open.getFirst() : Dim.UNKNOWN);
    }
    if (size % factor == 0) {
      return Optional.of(Dim.of(size / factor));
    }
    return symbolic ? Optional.of(Dim.UNKNOWN) : Optional.empty();
  }

  private static Fact flatten(Operation node) {
    return reshaped(
        node,
        node.shape(0)
            .map(x -> {
              long wanted = node.integer("axis", 1);
              IllegalNode.unless(
                  wanted >= -x.rank() && wanted <= x.rank(),
                  "axis %d is out of range for rank %d",
                  wanted,
                  x.rank());
              int axis = (int) (wanted < 0 ? wanted + x.rank() : wanted);
              Dim rows = Extents.product(x.dims().subList(0, axis));
              Dim columns = Extents.product(x.dims().subList(axis, x.rank()));
              return new Shape(List.of(rows, columns));
            })
            .or(() -> Optional.of(Shape.unknown(2))));
  }

  private static Fact squeeze(Operation node) {
    Optional<Shape> input = node.shape(0);
    if (input.isEmpty()) {
      return Fact.of(node.element(0), input);
    }
    Shape x = input.get();
    if (!node.gives("axes", 1, 13)) {
      boolean known = x.dims().stream().allMatch(Dim.Known.class::isInstance);
      Shape left = new Shape(x.dims().stream().filter(d -> !d.is(1)).toList());
      return reshaped(node, known ? Optional.of(left) : Optional.empty());
    }
    Optional<long[]> axes = node.integers("axes", 1, 13);
    if (axes.isEmpty()) {
      return Fact.of(node.element(0), Optional.empty());
    }
    TreeSet<Integer> dropped = new TreeSet<>();
    for (long axis : axes.get()) {
      int at = Operation.axis(axis, x.rank());
      IllegalNode.unless(
          !(x.dim(at) instanceof Dim.Known) || x.dim(at).is(1),
          "axis %d of %s has more than one element",
          axis,
          x);
      dropped.add(at);
    }
    List<Dim> dims = new ArrayList<>(x.rank());
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!dropped.contains(axis)) {
        dims.add(x.dim(axis));
      }
    }
    return reshaped(node, Optional.of(new Shape(dims)));
  }

  private static Fact unsqueeze(Operation node) {
    Optional<Shape> input = node.shape(0);
    Optional<long[]> axes = node.integers("axes", 1, 13);
    if (input.isEmpty() || axes.isEmpty()) {
      return Fact.of(node.element(0), Optional.empty());
    }
    int rank = input.get().rank() + axes.get().length;
    TreeSet<Integer> added = new TreeSet<>();
    for (long axis : axes.get()) {
      IllegalNode.unless(added.add(Operation.axis(axis, rank)), "axis %d is added twice", axis);
    }
    List<Dim> dims = new ArrayList<>(input.get().dims());
    added.forEach(axis -> dims.add(axis, Dim.of(1)));
    return reshaped(node, Optional.of(new Shape(dims)));
  }

  private static Fact expand(Operation node) {
    Optional<Content> target = node.content(1);
    if (target.isEmpty() || node.shape(0).isEmpty()) {
      return Fact.of(node.element(0), Optional.empty());
    }
    Shape shape = Extents.broadcast(node.shape(0).get(), new Shape(target.get().dims()));
    Fact fact = Fact.of(node.element(0), shape);
    return shape.sizes().isEmpty()
        ? fact
        : fact.with(node.content(0).flatMap(c -> Gathering.expand(c, shape)));
  }
}
