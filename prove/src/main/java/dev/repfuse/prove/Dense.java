package dev.repfuse.prove;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Tensor;
import java.util.Arrays;

/**
 * Numbers with extents, row-major.
 *
 * @param magnitudes for each number the sum of the magnitudes of the products that it was summed
 *     from: what rounding errors are measured by
 */
@SuppressWarnings("ArrayRecordComponent")
record Dense(ElementType type, int[] shape, double[] values, double[] magnitudes) {

  static Dense of(ElementType type, int[] shape, double[] values) {
    double[] magnitudes = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      magnitudes[i] = Math.abs(values[i]);
    }
    return new Dense(type, shape, values, magnitudes);
  }

  /**
   * The numbers of a tensor.
   *
   * @throws Unprovable if they are no numbers, or too many
   */
  static Dense of(Tensor tensor) {
    if (!tensor.isNumeric()) {
      throw new Unprovable("a constant of type %s".formatted(tensor.type().keyword()));
    }
    long[] sizes = tensor.shape().sizes().orElseThrow(() -> new Unprovable("a shapeless constant"));
    int[] shape = new int[sizes.length];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = (int) Math.min(sizes[axis], Integer.MAX_VALUE);
    }
    Indexing.size(shape);
    return of(tensor.type(), shape, tensor.doubles());
  }

  static Dense zeros(ElementType type, int[] shape) {
    int size = Indexing.size(shape);
    return new Dense(type, shape, new double[size], new double[size]);
  }

  /** The elements as whole numbers. */
  long[] longs() {
    return Arrays.stream(values).mapToLong(value -> (long) value).toArray();
  }

  /** The elements as extents or axes. */
  int[] ints() {
    return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
  }

  /** Whether every element is a finite number. */
  boolean finite() {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  Dense reshaped(int... extents) {
    return new Dense(type, extents, values, magnitudes);
  }
}
