package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators that join, permute, repeat or pad a tensor's elements. */
final class LayoutTypes {
  private LayoutTypes() {}

  static Map<String, Rule> rules() {
    return Map.of(
        "Transpose", Rule.one(LayoutTypes::transpose),
        "Concat", Rule.one(LayoutTypes::concat),
        "Tile", Rule.one(LayoutTypes::tile),
        "Pad", Rule.one(LayoutTypes::pad),
        "DepthToSpace", Rule.one(node -> blocks(node, true)),
        "SpaceToDepth", Rule.one(node -> blocks(node, false)),
        "CenterCropPad", Rule.one(LayoutTypes::centerCropPad),
        "ReverseSequence", Rule.one(ElementwiseTypes::same));
  }

  private static Fact transpose(Operation node) {
    Optional<Shape> input = node.shape(0);
    Optional<long[]> given = node.ints("perm");
    int rank = input.map(Shape::rank).or(() -> given.map(p -> p.length)).orElse(-1);
    if (rank < 0) {
      return Fact.of(node.element(0), Optional.empty());
    }
    int[] perm = permutation(given, rank);
    Shape x = input.orElse(Shape.unknown(rank));
    List<Dim> dims = new ArrayList<>(rank);
    for (int axis : perm) {
      dims.add(x.dim(axis));
    }
    Shape shape = new Shape(dims);
    return Fact.of(node.element(0), shape)
        .with(
            node.content(0)
                .map(c -> {
                  long[] from = Gathering.steps(c);
                  long[] steps = new long[rank];
                  for (int i = 0; i < rank; i++) {
                    steps[i] = from[perm[i]];
                  }
                  return Gathering.strided(c, shape, 0, steps);
                }));
  }

  private static int[] permutation(Optional<long[]> given, int rank) {
    int[] perm = new int[rank];
    for (int i = 0; i < rank; i++) {
      perm[i] = rank - 1 - i;
    }
    given.ifPresent(p -> {
      IllegalNode.unless(
          p.length == rank, "perm has %d axes, its input has rank %d", p.length, rank);
      boolean[] seen = new boolean[rank];
      for (int i = 0; i < rank; i++) {
        IllegalNode.unless(
            p[i] >= 0 && p[i] < rank, "perm has the axis %d for rank %d", p[i], rank);
        perm[i] = (int) p[i];
        IllegalNode.unless(!seen[perm[i]], "perm has the axis %d twice", p[i]);
        seen[perm[i]] = true;
      }
    });
    return perm;
  }

  private static Fact concat(Operation node) {
    long wanted = node.opset() < 4 ? node.integer("axis", 1) : node.required("axis");
    Optional<Shape> joined = Optional.empty();
    boolean complete = true;
    for (int i = 0; i < node.inputCount(); i++) {
      Optional<Shape> part = node.shape(i);
      complete &= part.isPresent();
      if (part.isPresent()) {
        joined =
            Optional.of(joined.isEmpty() ? part.get() : joined(joined.get(), part.get(), wanted));
      }
    }
    if (joined.isEmpty()) {
      return Fact.of(node.sharedElement(0), Optional.empty());
    }
    int axis = Operation.axis(wanted, joined.get().rank());
    Shape shape = complete ? joined.get() : Extents.with(joined.get(), axis, Dim.UNKNOWN);
    Fact fact = Fact.of(node.sharedElement(0), shape);
    return shape.sizes().isPresent() && shape.elementCount().orElse(Long.MAX_VALUE) <= Content.LIMIT
        ? fact.with(contents(node).flatMap(parts -> Gathering.concat(parts, axis, shape)))
        : fact;
  }

  private static Optional<List<Content>> contents(Operation node) {
    List<Content> parts = new ArrayList<>(node.inputCount());
    for (int i = 0; i < node.inputCount(); i++) {
      Optional<Content> part = node.content(i);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      parts.add(part.get());
    }
    return Optional.of(parts);
  }

  private static Shape joined(Shape a, Shape b, long wanted) {
    IllegalNode.unless(a.rank() == b.rank(), "it joins %s and %s", a, b);
    int joint = Operation.axis(wanted, a.rank());
    List<Dim> dims = new ArrayList<>(a.rank());
    for (int axis = 0; axis < a.rank(); axis++) {
      if (axis == joint) {
        dims.add(Extents.plus(a.dim(axis), b.dim(axis)));
      } else {
        IllegalNode.unless(
            !Extents.differ(a.dim(axis), b.dim(axis)),
            "it joins %s and %s along axis %d",
            a,
            b,
            joint);
        dims.add(Extents.unify(a.dim(axis), b.dim(axis)));
      }
    }
    return new Shape(dims);
  }

  private static Fact tile(Operation node) {
    Optional<Shape> input = node.shape(0);
    if (node.opset() < 6 || input.isEmpty()) {
      return Fact.of(node.element(0), input.map(Shape::rank).map(Shape::unknown));
    }
    Shape x = input.get();
    Optional<long[]> repeats = node.integers(1);
    if (repeats.isEmpty()) {
      return Fact.of(node.element(0), Shape.unknown(x.rank()));
    }
    IllegalNode.unless(
        repeats.get().length == x.rank(), "it repeats %d axes of %s", repeats.get().length, x);
    List<Dim> dims = new ArrayList<>(x.rank());
    for (int axis = 0; axis < x.rank(); axis++) {
      dims.add(Extents.times(x.dim(axis), repeats.get()[axis]));
    }
    return Fact.of(node.element(0), new Shape(dims));
  }

  private static Fact pad(Operation node) {
    Optional<Shape> input = node.shape(0);
    if (input.isEmpty()) {
      return Fact.of(node.element(0), input);
    }
    Shape x = input.get();
    Optional<long[]> pads = node.opset() < 2 ? node.ints("paddings") : node.integers("pads", 1, 11);
    boolean allAxes = node.opset() < 18 || !node.has(3);
    Optional<long[]> axes = allAxes ? Optional.of(allAxes(x.rank())) : node.integers(3);
    if (pads.isEmpty() || axes.isEmpty()) {
      return Fact.of(node.element(0), Shape.unknown(x.rank()));
    }
    int count = axes.get().length;
    IllegalNode.unless(
        pads.get().length == 2 * count, "it has %d pads for %d axes", pads.get().length, count);
    List<Dim> dims = new ArrayList<>(x.dims());
    for (int i = 0; i < count; i++) {
      int axis = Operation.axis(axes.get()[i], x.rank());
      long more = Math.addExact(pads.get()[i], pads.get()[i + count]);
      dims.set(axis, Extents.plus(dims.get(axis), more));
    }
    return Fact.of(node.element(0), new Shape(dims));
  }

  private static long[] allAxes(int rank) {
    long[] axes = new long[rank];
    for (int i = 0; i < rank; i++) {
      axes[i] = i;
    }
    return axes;
  }

  /** [N, C, H, W] with C divided by and H, W multiplied with the block size, or the reverse. */
  private static Fact blocks(Operation node, boolean toSpace) {
    long block = node.required("blocksize");
    IllegalNode.unless(block > 0, "blocksize is %d", block);
    long area = Math.multiplyExact(block, block);
    return Fact.of(
        node.element(0),
        node.shape(0)
            .map(x -> {
              IllegalNode.unless(x.rank() == 4, "its input %s is not of rank 4", x);
              return new Shape(
                  toSpace
                      ? List.of(
                          x.dim(0),
                          divided(x, 1, area),
                          Extents.times(x.dim(2), block),
                          Extents.times(x.dim(3), block))
                      : List.of(
                          x.dim(0),
                          Extents.times(x.dim(1), area),
                          divided(x, 2, block),
                          divided(x, 3, block)));
            }));
  }

  private static Dim divided(Shape shape, int axis, long by) {
    if (by == 1) {
      return shape.dim(axis);
    }
    if (!(shape.dim(axis) instanceof Dim.Known(long size))) {
      return Dim.UNKNOWN;
    }
    IllegalNode.unless(size % by == 0, "axis %d of %s is no multiple of %d", axis, shape, by);
    return Dim.of(size / by);
  }

  private static Fact centerCropPad(Operation node) {
    Optional<Shape> input = node.shape(0);
    if (input.isEmpty()) {
      return Fact.of(node.element(0), input);
    }
    int rank = input.get().rank();
    long[] axes = node.ints("axes").orElse(allAxes(rank));
    Optional<Content> target = node.content(1);
    List<Dim> dims = new ArrayList<>(input.get().dims());
    for (int i = 0; i < axes.length; i++) {
      int at = i;
      IllegalNode.unless(
          target.map(t -> t.count() == axes.length).orElse(true), "its shape has another length");
      dims.set(
          Operation.axis(axes[i], rank), target.map(t -> t.dims().get(at)).orElse(Dim.UNKNOWN));
    }
    return Fact.of(node.element(0), new Shape(dims));
  }
}
