package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators that read or write at places that another tensor lists. */
final class GatherTypes {
  private GatherTypes() {}

  static Map<String, Rule> rules() {
    return Map.ofEntries(
        Map.entry("Gather", Rule.one(GatherTypes::gather)),
        Map.entry("GatherElements", Rule.one(n -> Fact.of(n.element(0), n.shape(1)))),
        Map.entry("GatherND", Rule.one(GatherTypes::gatherNd)),
        Map.entry("Scatter", Rule.one(ElementwiseTypes::same)),
        Map.entry("ScatterElements", Rule.one(ElementwiseTypes::same)),
        Map.entry("ScatterND", Rule.one(ElementwiseTypes::same)),
        Map.entry("TensorScatter", Rule.one(ElementwiseTypes::same)),
        Map.entry("GridSample", Rule.one(GatherTypes::gridSample)),
        Map.entry("Compress", Rule.one(GatherTypes::compress)),
        Map.entry("NonZero", Rule.one(GatherTypes::nonZero)),
        Map.entry("OneHot", Rule.one(GatherTypes::oneHot)));
  }

  private static Fact gather(Operation node) {
    Optional<Shape> data = node.shape(0);
    Optional<Shape> indices = node.shape(1);
    if (data.isEmpty() || indices.isEmpty()) {
      return Fact.of(node.element(0), Optional.empty());
    }
    Shape x = data.get();
    int axis = Operation.axis(node.integer("axis", 0), x.rank());
    node.integers(1).ifPresent(at -> requireInside(at, x.dim(axis)));
    List<Dim> dims = new ArrayList<>(x.dims().subList(0, axis));
    dims.addAll(indices.get().dims());
    dims.addAll(x.dims().subList(axis + 1, x.rank()));
    Shape shape = new Shape(dims);
    return Fact.of(node.element(0), shape).with(gathered(node, axis, shape));
  }

  private static void requireInside(long[] indices, Dim dim) {
    if (dim instanceof Dim.Known(long size)) {
      for (long index : indices) {
        IllegalNode.unless(
            index >= -size && index < size, "index %d is out of range for extent %d", index, size);
      }
    }
  }

  private static Optional<Content> gathered(Operation node, int axis, Shape shape) {
    Optional<Content> data = node.content(0);
    Optional<long[]> indices = node.integers(1);
    if (data.isEmpty()
        || indices.isEmpty()
        || shape.elementCount().orElse(Long.MAX_VALUE) > Content.LIMIT) {
      return Optional.empty();
    }
    long size = data.get().sizes().get(axis);
    int inner = (int) Gathering.steps(data.get())[axis];
    int outer = size == 0 ? 0 : (int) (data.get().count() / (size * Math.max(1, inner)));
    List<Element> elements = new ArrayList<>();
    for (int row = 0; row < outer; row++) {
      for (long index : indices.get()) {
        long at = (row * size + (index < 0 ? index + size : index)) * inner;
        elements.addAll(data.get().elements().subList((int) at, (int) at + inner));
      }
    }
    return Optional.of(new Content(data.get().type(), Content.sizes(shape), elements));
  }

  private static Fact gatherNd(Operation node) {
    Optional<Shape> data = node.shape(0);
    Optional<Shape> indices = node.shape(1);
    long batch = node.integer("batch_dims", 0);
    if (data.isEmpty() || indices.isEmpty() || indices.get().rank() == 0) {
      return Fact.of(node.element(0), Optional.empty());
    }
    int last = indices.get().rank() - 1;
    if (!(indices.get().dim(last) instanceof Dim.Known(long depth))) {
      return Fact.of(node.element(0), Optional.empty());
    }
    int rank = data.get().rank();
    IllegalNode.unless(
        batch >= 0 && depth >= 0 && batch <= rank && depth <= rank - batch,
        "its indices %s do not fit %s",
        indices.get(),
        data.get());
    return Fact.of(
        node.element(0),
        Extents.concat(
            indices.get().dims().subList(0, last),
            data.get().dims().subList((int) (batch + depth), rank)));
  }

  /** [N, C, H, W] sampled at [N, H', W', 2] gives [N, C, H', W']; any number of spatial axes. */
  private static Fact gridSample(Operation node) {
    Optional<Shape> input = node.shape(0).filter(s -> s.rank() >= 3);
    Optional<Shape> grid = node.shape(1).filter(s -> s.rank() >= 3);
    int rank = input.or(() -> grid).map(Shape::rank).orElse(-1);
    if (rank < 0 || grid.map(g -> g.rank() != rank).orElse(false)) {
      return Fact.of(node.element(0), Optional.empty());
    }
    List<Dim> outer = input.map(x -> x.dims().subList(0, 2)).orElse(Shape.unknown(2).dims());
    List<Dim> spatial =
        grid.map(g -> g.dims().subList(1, rank - 1)).orElse(Shape.unknown(rank - 2).dims());
    return Fact.of(node.element(0), Extents.concat(outer, spatial));
  }

  private static Fact compress(Operation node) {
    if (node.node().attribute("axis").isEmpty()) {
      return Fact.of(node.element(0), Shape.unknown(1));
    }
    return Fact.of(
        node.element(0),
        node.shape(0)
            .map(x ->
                Extents.with(x, Operation.axis(node.integer("axis", 0), x.rank()), Dim.UNKNOWN)));
  }

  private static Fact nonZero(Operation node) {
    Dim rank = node.shape(0).map(s -> Dim.of(s.rank())).orElse(Dim.UNKNOWN);
    return Fact.of(
        ElementType.INT64, new Shape(List.of(rank.is(0) ? Dim.UNKNOWN : rank, Dim.UNKNOWN)));
  }

  private static Fact oneHot(Operation node) {
    Dim depth =
        node.content(1)
            .filter(c -> c.count() == 1)
            .map(c -> c.dims().getFirst())
            .orElse(Dim.UNKNOWN);
    return Fact.of(
        node.element(2),
        node.shape(0)
            .map(x -> {
              List<Dim> dims = new ArrayList<>(x.dims());
              dims.add(Operation.axis(node.integer("axis", -1), x.rank() + 1), depth);
              return new Shape(dims);
            }));
  }
}
