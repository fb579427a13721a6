package dev.repfuse.pass.choice;

import dev.repfuse.ir.GraphInput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A value that is made of elements of a graph input, moved but not changed.
 *
 * @param sizes the value's shape
 * @param positions for each of its elements the input's, counted in the input's order
 */
record Selection(GraphInput input, List<Long> sizes, List<Integer> positions) {
  Selection {
    sizes = List.copyOf(sizes);
    positions = List.copyOf(positions);
  }

  /** The whole input. */
  static Selection of(GraphInput input, List<Long> sizes) {
    int count = (int) sizes.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    return new Selection(input, sizes, IntStream.range(0, count).boxed().toList());
  }

  /** The same elements in another shape. */
  Selection shaped(List<Long> shape) {
    return new Selection(input, shape, positions);
  }

  /** Whether it is one element. */
  boolean isSingle() {
    return positions.size() == 1;
  }

  /** The position of its one element. */
  int position() {
    return positions.getFirst();
  }

  /**
   * What stands at indices of an axis, as Gather takes it.
   *
   * @param shape of the indices
   */
  Selection gather(int axis, List<Integer> indices, List<Long> shape) {
    long inner = product(sizes.subList(axis + 1, sizes.size()));
    long outer = product(sizes.subList(0, axis));
    long size = sizes.get(axis);
    List<Integer> taken = new ArrayList<>();
    for (long block = 0; block < outer; block++) {
      for (int index : indices) {
        for (long i = 0; i < inner; i++) {
          taken.add(positions.get((int) ((block * size + index) * inner + i)));
        }
      }
    }
    List<Long> result = new ArrayList<>(sizes.subList(0, axis));
    result.addAll(shape);
    result.addAll(sizes.subList(axis + 1, sizes.size()));
    return new Selection(input, result, taken);
  }

  private static long product(List<Long> sizes) {
    return sizes.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
  }

  /** The indices of an element in a tensor of a shape. */
  static List<Integer> indices(int position, List<Long> sizes) {
    List<Integer> indices = new ArrayList<>();
    int rest = position;
    for (Long size : sizes.reversed()) {
      indices.addFirst((int) (rest % size));
      rest = (int) (rest / size);
    }
    return indices;
  }
}
