package dev.repfuse.prove;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The elements of the sources on which two regions have to be run.
 *
 * @param elements the places of those of each source
 */
record Basis(List<int[]> elements) {

  /** One element of one source. */
  record Place(int source, int at) {}

  /** Every element. */
  static Basis all(List<int[]> shapes) {
    return new Basis(
        shapes.stream().map(shape -> IntStream.range(0, Indexing.size(shape)).toArray()).toList());
  }

  /**
   * Those that reach an element of the output that is not like another one: where both regions
   * repeat themselves along an axis of the output, one period is enough.
   */
  static Basis deciding(Program original, Program result, List<int[]> shapes) {
    AxisGroups groups = new AxisGroups();
    List<List<Integer>> axes = new ArrayList<>();
    for (int source = 0; source < shapes.size(); source++) {
      List<Integer> own = new ArrayList<>();
      for (int axis = 0; axis < shapes.get(source).length; axis++) {
        own.add(groups.add(source));
      }
      axes.add(own);
    }
    List<Optional<Line>> left = original.lines(groups, axes);
    List<Optional<Line>> right = result.lines(groups, axes);
    List<Optional<Line>> both = new ArrayList<>();
    for (int axis = 0; axis < left.size(); axis++) {
      Optional<Line> other = right.get(axis);
      both.add(left.get(axis).flatMap(a -> other.flatMap(b -> a.with(b, groups))));
    }
    boolean[] marked = own(both, original.outputShape());
    List<boolean[]> one = original.reached(marked);
    List<boolean[]> two = result.reached(marked);
    List<int[]> elements = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      boolean[] first = one.get(i);
      boolean[] second = two.get(i);
      elements.add(
          IntStream.range(0, first.length).filter(at -> first[at] || second[at]).toArray());
    }
    return new Basis(elements);
  }

  private static boolean[] own(List<Optional<Line>> lines, int[] shape) {
    boolean[] own = new boolean[Indexing.size(shape)];
    Arrays.fill(own, true);
    int[] strides = Indexing.strides(shape);
    for (int axis = 0; axis < shape.length; axis++) {
      int extent = shape[axis];
      Optional<Line> line = lines.get(axis);
      for (int i = 0; line.isPresent() && i < own.length; i++) {
        own[i] &= line.get().isOwn(i / strides[axis] % extent, extent);
      }
    }
    return own;
  }

  /** Their number. */
  long count() {
    return elements.stream().mapToLong(places -> places.length).sum();
  }

  /** Some of them, spread over each source. */
  List<Place> some(int most) {
    List<Place> some = new ArrayList<>();
    for (int source = 0; source < elements.size(); source++) {
      int[] places = elements.get(source);
      for (int i = 0; i < most && places.length > 0; i++) {
        some.add(new Place(source, places[(int) ((long) places.length * i / most)]));
      }
    }
    return some;
  }
}
