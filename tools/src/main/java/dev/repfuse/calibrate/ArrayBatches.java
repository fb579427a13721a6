package dev.repfuse.calibrate;

import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Samples that lie in memory, one behind the other along the first axis. */
public final class ArrayBatches implements Batches {
  private final Map<String, Tensor> all;
  private final int samples;
  private final int size;

  /**
   * @param all what each input gets; all have as many samples
   * @param size how many samples a batch has; the last one may have fewer
   * @throws IllegalArgumentException if they differ in how many samples there are
   */
  public ArrayBatches(Map<String, Tensor> all, int size) {
    this.all = new LinkedHashMap<>(all);
    this.size = size;
    long[] counts =
        all.values().stream().mapToLong(t -> t.shape().size(0).orElse(1)).distinct().toArray();
    if (counts.length != 1) {
      throw new IllegalArgumentException("inputs have different numbers of samples");
    }
    this.samples = (int) counts[0];
  }

  @Override
  public int count() {
    return Math.ceilDiv(samples, size);
  }

  @Override
  public Map<String, Tensor> batch(int number) {
    int first = number * size;
    int last = Math.min(samples, first + size);
    Map<String, Tensor> batch = new LinkedHashMap<>();
    all.forEach((name, tensor) -> batch.put(name, rows(tensor, first, last)));
    return batch;
  }

  private Tensor rows(Tensor tensor, int first, int last) {
    long row = tensor.byteSize() / samples;
    long[] extents = tensor.shape().sizes().orElseThrow();
    extents[0] = (long) last - first;
    return Tensor.of(
        tensor.type(),
        Shape.of(extents),
        tensor.bytes().asSlice(first * row, (last - first) * row));
  }
}
