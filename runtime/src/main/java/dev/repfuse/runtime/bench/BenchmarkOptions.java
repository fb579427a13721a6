package dev.repfuse.runtime.bench;

import dev.repfuse.runtime.Provider;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How to measure models.
 *
 * @param seconds how long it goes on, about; the longest if {@code until} is set
 * @param until the width of an interval, as a part of one to each side, at which it may stop
 *     earlier; 0 for never
 * @param threads that one run may use
 * @param batch what extents that look like a batch become; 0 for one
 * @param shapes extents for symbolic dimensions and for whole inputs
 * @param inputs files with real input data, which take the place of generated ones
 * @param config entries of ONNX Runtime's session configuration
 */
public record BenchmarkOptions(
    double seconds,
    double until,
    int threads,
    long batch,
    Map<String, List<Long>> shapes,
    List<Path> inputs,
    Provider provider,
    Map<String, String> config) {
  public BenchmarkOptions {
    if (!(seconds > 0) || !(until >= 0) || threads < 1 || batch < 0) {
      throw new IllegalArgumentException(
          "seconds %s, until %s, threads %d, batch %d".formatted(seconds, until, threads, batch));
    }
    shapes = Collections.unmodifiableMap(new TreeMap<>(shapes));
    inputs = List.copyOf(inputs);
    config = Collections.unmodifiableMap(new TreeMap<>(config));
  }

  /** Ten seconds, one thread, one sample. */
  public static BenchmarkOptions defaults() {
    return new BenchmarkOptions(10, 0, 1, 0, Map.of(), List.of(), Provider.CPU, Map.of());
  }

  /** The same for so many seconds. */
  public BenchmarkOptions withSeconds(double value) {
    return new BenchmarkOptions(value, until, threads, batch, shapes, inputs, provider, config);
  }

  /** The same with these extents. */
  public BenchmarkOptions withShapes(Map<String, List<Long>> value) {
    return new BenchmarkOptions(seconds, until, threads, batch, value, inputs, provider, config);
  }

  /** The same with these files of input data. */
  public BenchmarkOptions withInputs(List<Path> value) {
    return new BenchmarkOptions(seconds, until, threads, batch, shapes, value, provider, config);
  }
}
