package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators that cut a tensor along axes: Slice and Split. */
final class SliceTypes {
  private SliceTypes() {}

  static Map<String, Rule> rules() {
    return Map.of("Slice", Rule.one(SliceTypes::slice), "Split", SliceTypes::split);
  }

  /** What one axis keeps: {@code count} elements from {@code start} on, {@code step} apart. */
  private record Cut(long start, long step, long count) {}

  private static Fact slice(Operation node) {
    Optional<Shape> input = node.shape(0);
    if (input.isEmpty()) {
      return Fact.of(node.element(0), input);
    }
    Shape x = input.get();
    boolean asInputs = node.opset() >= 10;
    Optional<Content> starts = bounds(node, "starts", 1);
    Optional<Content> ends = bounds(node, "ends", 2);
    Optional<long[]> steps =
        asInputs && node.has(4)
            ? node.integers(4)
            : starts.map(
                s -> Collections.nCopies(s.count(), 1L).stream().mapToLong(l -> l).toArray());
    Optional<long[]> axes =
        node.gives("axes", 3, 10)
            ? node.integers("axes", 3, 10)
            : starts.map(s -> java.util.stream.LongStream.range(0, s.count()).toArray());
    steps.ifPresent(SliceTypes::requireSteps);
    if (starts.isEmpty() || ends.isEmpty() || steps.isEmpty() || axes.isEmpty()) {
      return Fact.of(node.element(0), unknownAt(axes, x));
    }
    int count = starts.get().count();
    IllegalNode.unless(
        ends.get().count() == count && axes.get().length == count && steps.get().length == count,
        "its starts, ends, axes and steps differ in length");
    List<Dim> dims = new ArrayList<>(x.dims());
    List<Optional<Cut>> cuts = new ArrayList<>(Collections.nCopies(x.rank(), Optional.empty()));
    for (int i = 0; i < count; i++) {
      int axis = Operation.axis(axes.get()[i], x.rank());
      Element start = starts.get().elements().get(i);
      Element end = ends.get().elements().get(i);
      long step = steps.get()[i];
      Optional<Cut> cut = cut(x.dim(axis), start, end, step);
      cuts.set(axis, cut);
      dims.set(
          axis,
          cut.map(c -> Dim.of(c.count)).orElseGet(() -> symbolic(x.dim(axis), start, end, step)));
    }
    Shape shape = new Shape(dims);
    return Fact.of(node.element(0), shape).with(cutOut(node, shape, cuts));
  }

  private static void requireSteps(long[] steps) {
    for (long step : steps) {
      IllegalNode.unless(step != 0, "it slices with a step of 0");
    }
  }

  private static Optional<Content> bounds(Operation node, String attribute, int input) {
    return node.opset() >= 10 ? node.content(input) : node.ints(attribute).map(Content::ofIntegers);
  }

  private static Shape unknownAt(Optional<long[]> axes, Shape x) {
    if (axes.isEmpty()) {
      return Shape.unknown(x.rank());
    }
    List<Dim> dims = new ArrayList<>(x.dims());
    for (long axis : axes.get()) {
      dims.set(Operation.axis(axis, x.rank()), Dim.UNKNOWN);
    }
    return new Shape(dims);
  }

  /** The cut of an axis of known extent, clamped as the definition of Slice says. */
  private static Optional<Cut> cut(Dim dim, Element start, Element end, long step) {
    if (!(dim instanceof Dim.Known(long size))
        || !(start instanceof Element.Whole(long from))
        || !(end instanceof Element.Whole(long to))) {
      return Optional.empty();
    }
    long first = from < 0 ? from + size : from;
    long last = to < 0 ? to + size : to;
    if (step > 0) {
      first = Math.clamp(first, 0L, size);
      last = Math.clamp(last, 0L, size);
      long count = last <= first ? 0 : (last - first - 1) / step + 1;
      return Optional.of(new Cut(first, step, count));
    }
    if (size == 0) {
      return Optional.of(new Cut(0, step, 0));
    }
    first = Math.clamp(first, 0L, size - 1);
    last = Math.clamp(last, -1L, size - 1);
    long count = first <= last ? 0 : step == Long.MIN_VALUE ? 1 : (first - last - 1) / -step + 1;
    return Optional.of(new Cut(first, step, count));
  }

  /** A whole axis stays what it is, and the first few of a longer axis may be counted. */
  private static Dim symbolic(Dim dim, Element start, Element end, long step) {
    boolean whole =
        step == 1
            && start.is(0)
            && ((end instanceof Element.Whole(long to) && to >= Integer.MAX_VALUE)
                || (end instanceof Element.Named(Dim.Symbol symbol) && symbol.equals(dim)));
    return whole ? dim : Dim.UNKNOWN;
  }

  private static Optional<Content> cutOut(Operation node, Shape shape, List<Optional<Cut>> cuts) {
    Optional<Content> content = node.content(0);
    if (content.isEmpty()
        || shape.sizes().isEmpty()
        || shape.elementCount().orElse(Long.MAX_VALUE) > Content.LIMIT) {
      return Optional.empty();
    }
    long[] steps = Gathering.steps(content.get());
    long start = 0;
    for (int axis = 0; axis < steps.length; axis++) {
      Optional<Cut> cut = cuts.get(axis);
      if (cut.isPresent()) {
        start += cut.get().start * steps[axis];
        steps[axis] *= cut.get().count > 1 ? cut.get().step : 1;
      }
    }
    return Optional.of(Gathering.strided(content.get(), shape, start, steps));
  }

  private static List<Fact> split(Operation node) {
    int parts = node.outputCount();
    Optional<Shape> input = node.shape(0);
    if (input.isEmpty()) {
      return Collections.nCopies(parts, Fact.of(node.element(0), input));
    }
    Shape x = input.get();
    int axis = Operation.axis(node.integer("axis", 0), x.rank());
    boolean given =
        node.opset() < 2
            ? node.has(1) || node.ints("split").isPresent()
            : node.gives("split", 1, 13);
    List<Dim> sizes = given ? stated(node, x, axis, parts) : even(node, x, axis, parts);
    List<Fact> facts = new ArrayList<>(parts);
    long start = 0;
    for (int i = 0; i < parts; i++) {
      Shape shape = Extents.with(x, axis, sizes.get(i));
      Fact fact = Fact.of(node.element(0), shape);
      if (sizes.get(i) instanceof Dim.Known(long size) && start >= 0) {
        List<Optional<Cut>> cuts = new ArrayList<>(Collections.nCopies(x.rank(), Optional.empty()));
        cuts.set(axis, Optional.of(new Cut(start, 1, size)));
        fact = fact.with(cutOut(node, shape, cuts));
        start += size;
      } else {
        start = -1;
      }
      facts.add(fact);
    }
    return facts;
  }

  private static List<Dim> stated(Operation node, Shape x, int axis, int parts) {
    Optional<long[]> sizes =
        node.opset() < 2
            ? node.ints("split").or(() -> node.integers(1))
            : node.integers("split", 1, 13);
    if (sizes.isEmpty()) {
      return Collections.nCopies(parts, Dim.UNKNOWN);
    }
    IllegalNode.unless(
        sizes.get().length == parts, "it has %d sizes for %d parts", sizes.get().length, parts);
    long sum = 0;
    List<Dim> dims = new ArrayList<>(parts);
    for (long size : sizes.get()) {
      IllegalNode.unless(size >= 0, "a part has the size %d", size);
      sum = Math.addExact(sum, size);
      dims.add(Dim.of(size));
    }
    IllegalNode.unless(
        !Extents.differ(x.dim(axis), Dim.of(sum)),
        "its parts are %d long together, axis %d of %s is not",
        sum,
        axis,
        x);
    return dims;
  }

  /** Equal parts; from opset 18 on the last one may be smaller. */
  private static List<Dim> even(Operation node, Shape x, int axis, int parts) {
    if (!(x.dim(axis) instanceof Dim.Known(long size)) || parts == 0) {
      return Collections.nCopies(parts, parts == 1 ? x.dim(axis) : Dim.UNKNOWN);
    }
    if (node.opset() < 18) {
      IllegalNode.unless(
          size % parts == 0, "axis %d of %s does not fall into %d parts", axis, x, parts);
    }
    long count = node.integer("num_outputs", parts);
    IllegalNode.unless(count == parts, "num_outputs is %d, it has %d results", count, parts);
    long each = Math.ceilDiv(size, parts);
    List<Dim> dims = new ArrayList<>(Collections.nCopies(parts, Dim.of(each)));
    long last = size - each * (parts - 1);
    // Runtimes refuse parts that would be empty or less.
    dims.set(parts - 1, last < 0 ? Dim.UNKNOWN : Dim.of(last));
    return last < 0 ? Collections.nCopies(parts, Dim.UNKNOWN) : dims;
  }
}
