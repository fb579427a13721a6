package dev.repfuse.calibrate;

import dev.repfuse.ir.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Samples of arrays, one behind the other; a batch is read and converted when it is asked for. */
public final class ArrayBatches implements Batches {
  private final Map<String, SampleArray> arrays;
  private final long samples;
  private final int size;

  /**
   * @param arrays what each input gets; all have as many samples
   * @param size how many samples a batch has; the last one may have fewer
   * @throws IllegalArgumentException if they differ in how many samples there are
   */
  public ArrayBatches(Map<String, SampleArray> arrays, int size) {
    this.arrays = new LinkedHashMap<>(arrays);
    this.size = size;
    long[] counts = arrays.values().stream().mapToLong(SampleArray::count).distinct().toArray();
    if (counts.length != 1) {
      throw new IllegalArgumentException("inputs have different numbers of samples");
    }
    this.samples = counts[0];
  }

  @Override
  public int count() {
    return Math.toIntExact(Math.ceilDiv(samples, size));
  }

  @Override
  public Map<String, Tensor> batch(int number) {
    long first = (long) number * size;
    int taken = (int) Math.min(samples - first, size);
    Map<String, Tensor> batch = new LinkedHashMap<>();
    arrays.forEach((name, array) -> batch.put(name, array.take(first, taken)));
    return batch;
  }
}
