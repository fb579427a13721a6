package dev.repfuse.runtime.bench;

import java.util.List;

/**
 * Where a model's time goes, by the runtime's own profiler, which itself takes time for each node.
 *
 * @param layers in the order in which they first ended
 * @param nanoseconds the median of whole runs with the profiler on
 * @param runs how many there were
 */
public record Profile(List<LayerTime> layers, double nanoseconds, int runs) {
  public Profile {
    layers = List.copyOf(layers);
  }

  /** What all nodes take together, nanoseconds. */
  public double sum() {
    return layers.stream().mapToDouble(LayerTime::nanoseconds).sum();
  }
}
