package dev.repfuse.prove;

import java.util.Arrays;
import java.util.List;

/** Row-major places in arrays of known extents, and ONNX's multidirectional broadcasting. */
final class Indexing {
  private static final long MOST_ELEMENTS = 1 << 24;

  private Indexing() {}

  /**
   * The number of elements.
   *
   * @throws Unprovable if there are more than 2^24
   */
  static int size(int[] shape) {
    long size = 1;
    for (int extent : shape) {
      size *= extent;
      if (size > MOST_ELEMENTS || extent < 0) {
        throw new Unprovable("a value of extents %s is too large".formatted(text(shape)));
      }
    }
    return (int) size;
  }

  /** How far apart neighbours along each axis are. */
  static int[] strides(int[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  /** The position of element number {@code index}. */
  static int[] position(int index, int[] shape) {
    int[] position = new int[shape.length];
    int rest = index;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      position[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    return position;
  }

  /** An axis counted from the end made one that is counted from the start. */
  static int axis(long axis, int rank) {
    long counted = axis < 0 ? axis + rank : axis;
    if (counted < 0 || counted >= rank) {
      throw new Unprovable("axis %d does not exist".formatted(axis));
    }
    return (int) counted;
  }

  /** The extents that several operands are broadcast to. */
  static int[] broadcast(List<int[]> shapes) {
    int rank = shapes.stream().mapToInt(shape -> shape.length).max().orElse(0);
    int[] joined = new int[rank];
    Arrays.fill(joined, 1);
    for (int[] shape : shapes) {
      for (int i = 0; i < shape.length; i++) {
        int axis = rank - shape.length + i;
        if (shape[i] != 1 && joined[axis] != 1 && shape[i] != joined[axis]) {
          throw new Unprovable("extents do not fit: " + text(shape) + " to " + text(joined));
        }
        joined[axis] = shape[i] == 1 ? joined[axis] : shape[i];
      }
    }
    return joined;
  }

  /** For each element of the broadcast form the element that it repeats. */
  static int[] repeated(int[] shape, int[] broadcast) {
    int[] own = strides(shape);
    int[] steps = new int[broadcast.length];
    for (int i = 0; i < shape.length; i++) {
      steps[broadcast.length - shape.length + i] = shape[i] == 1 ? 0 : own[i];
    }
    return walk(broadcast, steps, 0);
  }

  /** For each element of {@code shape} the sum of {@code start} and its coordinates' steps. */
  static int[] walk(int[] shape, int[] steps, int start) {
    int[] places = new int[size(shape)];
    int[] position = new int[shape.length];
    int place = start;
    for (int i = 0; i < places.length; i++) {
      places[i] = place;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        place += steps[axis];
        if (++position[axis] < shape[axis]) {
          break;
        }
        place -= steps[axis] * shape[axis];
        position[axis] = 0;
      }
    }
    return places;
  }

  /** The least common multiple. */
  static int commonMultiple(int a, int b) {
    int divisor = a;
    for (int rest = b; rest != 0; ) {
      int next = divisor % rest;
      divisor = rest;
      rest = next;
    }
    return a / divisor * b;
  }

  static String text(int[] shape) {
    return Arrays.toString(shape).replace(" ", "");
  }
}
