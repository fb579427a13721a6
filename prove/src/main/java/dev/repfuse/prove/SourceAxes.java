package dev.repfuse.prove;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** The axes of all sources of a region, numbered one after the other. */
final class SourceAxes {
  private final List<NamedValue> sources;
  private final List<OptionalLong> extents = new ArrayList<>();
  private final List<Dim> dims = new ArrayList<>();
  private final List<Integer> first = new ArrayList<>();

  /** Which of them go together. */
  final AxisGroups groups = new AxisGroups();

  /**
   * The axes of a region's sources.
   *
   * @throws Unprovable if a rank is not known
   */
  SourceAxes(Region region) {
    sources = region.sources();
    for (int source = 0; source < sources.size(); source++) {
      NamedValue value = sources.get(source);
      Shape shape =
          region
              .side()
              .types()
              .shape(value)
              .orElseThrow(() -> new Unprovable("the rank of '%s' is not known".formatted(value)));
      first.add(extents.size());
      for (int axis = 0; axis < shape.rank(); axis++) {
        extents.add(shape.size(axis));
        dims.add(shape.dim(axis));
        groups.add(source);
      }
    }
  }

  int count() {
    return extents.size();
  }

  /** The number of a source's first axis. */
  int first(int source) {
    return first.get(source);
  }

  /** The extent of an axis, if the model says so. */
  OptionalLong extent(int axis) {
    return extents.get(axis);
  }

  /** Whether an axis is the first of its source: the batch, as a rule. */
  boolean isFirst(int axis) {
    return first.contains(axis);
  }

  /** Whether two axes have the same extent in every run. */
  boolean sameExtent(int one, int other) {
    return !(dims.get(one) instanceof Dim.Unknown) && dims.get(one).equals(dims.get(other));
  }

  /** Extents of all axes, given one after the other, for each source. */
  List<int[]> shapes(int[] all) {
    List<int[]> shapes = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      int end = i + 1 < sources.size() ? first.get(i + 1) : all.length;
      shapes.add(Arrays.copyOfRange(all, first.get(i), end));
    }
    return shapes;
  }

  String name(int axis) {
    for (int i = sources.size() - 1; i >= 0; i--) {
      if (axis >= first.get(i)) {
        return "axis %d of '%s'".formatted(axis - first.get(i), sources.get(i));
      }
    }
    return "axis " + axis;
  }
}
