package dev.repfuse.pass.fold;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A ScatterND node that writes one number for each channel over a box: along each axis of its data,
 * every place or some.
 *
 * @param places along each axis, the places that are written
 * @param numbers what is written, for each channel, or one number for all
 */
@SuppressWarnings("ArrayRecordComponent")
record RimWrite(List<Places> places, double[] numbers) {

  /** Places along an axis. */
  sealed interface Places {
    /** Whether all of these lie before {@code begin} or from {@code end} on. */
    default boolean areOutside(long begin, long end) {
      return this instanceof Some(Set<Long> places)
          && places.stream().allMatch(place -> place < begin || place >= end);
    }
  }

  /** Every place. */
  record All() implements Places {}

  /** These places. */
  record Some(Set<Long> places) implements Places {}

  /**
   * Reads a node.
   *
   * @param channelAxis which axis of the data counts channels
   */
  static Optional<RimWrite> of(Node node, int channelAxis, Facts facts) {
    Optional<Shape> data = facts.shape(node.input(0));
    Optional<Shape> indices = facts.shape(node.input(1));
    if (!node.stringAttribute("reduction", "none").equals("none")
        || data.isEmpty()
        || indices.isEmpty()
        || indices.get().rank() == 0) {
      return Optional.empty();
    }
    int gridRank = indices.get().rank() - 1;
    long indexed = indices.get().size(gridRank).orElse(0);
    if (indexed < 1 || indexed > data.get().rank()) {
      return Optional.empty();
    }
    Optional<List<Line>> components = components(node.input(1), (int) indexed, gridRank, facts);
    return components.flatMap(lines -> of(node, channelAxis, data.get(), lines, gridRank, facts));
  }

  private static Optional<RimWrite> of(
      Node node, int channelAxis, Shape data, List<Line> lines, int gridRank, Facts facts) {
    List<Places> places = new ArrayList<>();
    Set<Integer> gridAxes = new HashSet<>();
    for (int axis = 0; axis < data.rank(); axis++) {
      if (axis >= lines.size()) {
        places.add(new All());
        continue;
      }
      Line line = lines.get(axis);
      if (line.axis().isPresent() && !gridAxes.add(line.axis().getAsInt())) {
        return Optional.empty();
      }
      Optional<Places> written = written(line, data.dim(axis));
      if (written.isEmpty()) {
        return Optional.empty();
      }
      places.add(written.get());
    }
    if (!(places.get(channelAxis) instanceof All)) {
      return Optional.empty();
    }
    boolean byIndex = channelAxis < lines.size();
    int updateAxis =
        byIndex ? lines.get(channelAxis).axis().orElse(-1) : gridRank + channelAxis - lines.size();
    return Line.of(node.input(2), facts)
        .filter(line -> line.axis().isEmpty() || line.axis().getAsInt() == updateAxis)
        .flatMap(Line::numbers)
        .map(numbers -> new RimWrite(places, numbers));
  }

  /** The places that an index takes on an axis of a known or unknown extent, if it is certain. */
  private static Optional<Places> written(Line line, Dim extent) {
    return switch (line.content()) {
      case Line.Counting(Dim length) ->
          length.equals(extent) && !(extent instanceof Dim.Unknown)
              ? Optional.of(new All())
              : Optional.empty();
      case Line.Numbers numbers -> {
        if (!(extent instanceof Dim.Known(long size))) {
          yield Optional.empty();
        }
        if (numbers.countsTo(size)) {
          yield Optional.of(new All());
        }
        Set<Long> places = new HashSet<>();
        for (double number : numbers.values()) {
          places.add((long) number + (number < 0 ? size : 0));
        }
        yield Optional.of(new Some(places));
      }
    };
  }

  /** The index along each indexed axis, over the grid of written places. */
  private static Optional<List<Line>> components(
      Value indices, int indexed, int gridRank, Facts facts) {
    Optional<Tensor> known = facts.known(indices);
    if (known.isPresent()) {
      return constantComponents(known.get(), indexed);
    }
    if (!(indices instanceof Result result) || !facts.is(result.producer(), "Concat")) {
      return Optional.empty();
    }
    Node concat = result.producer();
    long axis = concat.intAttribute("axis", 0);
    if ((axis != -1 && axis != gridRank) || concat.inputs().size() != indexed) {
      return Optional.empty();
    }
    List<Line> lines = new ArrayList<>();
    for (Value part : concat.inputs()) {
      Optional<Line> line = unsqueezed(part, gridRank, facts);
      if (line.isEmpty()) {
        return Optional.empty();
      }
      lines.add(line.get());
    }
    return Optional.of(lines);
  }

  /** The line below an Unsqueeze that adds the last axis. */
  private static Optional<Line> unsqueezed(Value part, int gridRank, Facts facts) {
    if (!(part instanceof Result result) || !facts.is(result.producer(), "Unsqueeze")) {
      return Optional.empty();
    }
    Node node = result.producer();
    Optional<long[]> axes =
        facts.opset() >= 13
            ? facts.known(node.input(1)).map(Tensor::longs)
            : node.intsAttribute("axes");
    boolean last = axes.filter(a -> a.length == 1 && (a[0] == -1 || a[0] == gridRank)).isPresent();
    return last
        ? Line.of(node.input(0), facts).filter(line -> line.rank() == gridRank)
        : Optional.empty();
  }

  private static Optional<List<Line>> constantComponents(Tensor indices, int indexed) {
    long[] sizes = indices.shape().sizes().orElseThrow();
    long[] all = indices.longs();
    Shape grid = Shape.of(Arrays.copyOf(sizes, sizes.length - 1));
    List<Line> lines = new ArrayList<>();
    for (int k = 0; k < indexed; k++) {
      int component = k;
      long[] numbers =
          IntStream.range(0, all.length / indexed)
              .mapToLong(i -> all[i * indexed + component])
              .toArray();
      Optional<Line> line = Line.ofConstant(Tensor.ofLongs(grid, numbers));
      if (line.isEmpty()) {
        return Optional.empty();
      }
      lines.add(line.get());
    }
    return Optional.of(lines);
  }

  /** The same write, seen before the axes were moved: axis {@code i} here is {@code axes[i]}. */
  RimWrite moved(int[] axes) {
    List<Places> moved = new ArrayList<>(places);
    for (int i = 0; i < axes.length; i++) {
      moved.set(axes[i], places.get(i));
    }
    return new RimWrite(moved, numbers);
  }
}
