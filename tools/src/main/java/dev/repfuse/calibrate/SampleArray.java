package dev.repfuse.calibrate;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.runtime.DataException;
import dev.repfuse.runtime.InputData;
import dev.repfuse.runtime.InputSpec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.OptionalLong;

/** Samples along the first axis of an array, all of them or some, as an input takes them. */
public final class SampleArray {
  private final Tensor all;
  private final Optional<long[]> chosen;
  private final long count;
  private final String source;
  private final InputSpec input;
  private final Pixels pixels;

  /**
   * @param all which may lie in a file
   * @param chosen the samples to take, if not all
   * @param limit the most samples to take
   * @param source what messages call the array
   * @throws DataException if there are none, or one is chosen that is not there
   */
  SampleArray(
      Tensor all,
      Optional<long[]> chosen,
      long limit,
      String source,
      InputSpec input,
      Pixels pixels) {
    if (all.shape().rank() == 0) {
      throw new DataException(source + ": holds a single number, not samples along a first axis");
    }
    long samples = all.shape().size(0).orElseThrow();
    for (long sample : chosen.orElse(new long[0])) {
      if (sample < 0 || sample >= samples) {
        throw new DataException(
            "%s: sample %d is asked for, there are %d".formatted(source, sample, samples));
      }
    }
    this.all = all;
    this.chosen = chosen;
    this.count = Math.min(limit, chosen.map(rows -> (long) rows.length).orElse(samples));
    this.source = source;
    this.input = input;
    this.pixels = pixels;
    if (count == 0) {
      throw new DataException(source + ": holds no samples");
    }
  }

  /** How many samples there are. */
  long count() {
    return count;
  }

  /** What messages call the array. */
  String source() {
    return source;
  }

  /**
   * Some samples.
   *
   * @throws DataException if they do not fit the input, or are not finite
   */
  Tensor take(long first, int number) {
    Tensor taken = InputData.fitting(images(rows(first, number)), source, input);
    if (taken.type().isFloating()) {
      double[] values = taken.doubles();
      for (int i = 0; i < values.length; i++) {
        if (!Double.isFinite(values[i])) {
          long sample = first + i / (values.length / number);
          throw new DataException(
              "%s: sample %d holds %s, where finite numbers are expected"
                  .formatted(
                      source, chosen.map(rows -> rows[(int) sample]).orElse(sample), values[i]));
        }
      }
    }
    return taken;
  }

  private Tensor rows(long first, int number) {
    long[] extents = all.shape().sizes().orElseThrow();
    long row = all.byteSize() / extents[0];
    extents[0] = number;
    Shape shape = Shape.of(extents);
    if (chosen.isEmpty()) {
      return Tensor.of(all.type(), shape, all.bytes().asSlice(first * row, number * row));
    }
    byte[] bytes = new byte[Math.toIntExact(number * row)];
    for (int i = 0; i < number; i++) {
      long from = chosen.get()[(int) first + i] * row;
      MemorySegment.copy(
          all.bytes(), ValueLayout.JAVA_BYTE, from, bytes, (int) (i * row), (int) row);
    }
    return Tensor.of(all.type(), shape, MemorySegment.ofArray(bytes));
  }

  /** Bytes are images, with the channels in front, behind, or one that is not said. */
  private Tensor images(Tensor tensor) {
    if (tensor.type() != ElementType.UINT8 || !input.element().isFloating()) {
      return tensor;
    }
    long[] extents = tensor.shape().sizes().orElseThrow();
    double[] values = tensor.doubles();
    if (extents.length == 3) {
      return pixels.of(values, Shape.of(extents[0], 1, extents[1], extents[2]));
    }
    if (extents.length != 4) {
      throw new DataException(
          "%s: has the shape %s; bytes are expected to be images, [samples, rows, columns] or with"
                  .formatted(source, all.shape())
              + " channels");
    }
    boolean behind =
        (extents[3] == 1 || extents[3] == 3)
            && (input.shape().rank() != 4
                || !input.shape().size(1).equals(OptionalLong.of(extents[1])));
    return behind
        ? pixels.of(
            inFront(values, extents), Shape.of(extents[0], extents[3], extents[1], extents[2]))
        : pixels.of(values, tensor.shape());
  }

  private static double[] inFront(double[] values, long[] extents) {
    int channels = (int) extents[3];
    int area = (int) (extents[1] * extents[2]);
    double[] moved = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int sample = i / (area * channels);
      int position = i / channels % area;
      moved[(sample * channels + i % channels) * area + position] = values[i];
    }
    return moved;
  }
}
