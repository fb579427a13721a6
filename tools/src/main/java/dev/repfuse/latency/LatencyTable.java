package dev.repfuse.latency;

import dev.repfuse.pass.cost.LayerKind;
import dev.repfuse.pass.cost.LayerTimes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Times of layers at some widths, measured on one machine with one number of threads.
 *
 * @param name of the machine
 * @param layers nanoseconds by input and output channels
 * @param networks whole networks that were measured with them, by the hash of their file
 */
public record LatencyTable(
    String name,
    int threads,
    Map<LayerKind, Map<Widths, Double>> layers,
    Map<String, Whole> networks) {

  /** Channels that a layer reads, and that it makes. */
  public record Widths(long inputs, long outputs) {}

  /**
   * A whole network.
   *
   * @param nanoseconds that it takes
   * @param layers the sum of its layers' times, nanoseconds
   * @param count how many layers these are
   */
  public record Whole(double nanoseconds, double layers, long count) {
    private double saved() {
      return Math.max(0, (layers - nanoseconds) / count);
    }

    private double factor() {
      return Math.max(1, nanoseconds / layers);
    }
  }

  /**
   * What a layer among others takes less than by itself, nanoseconds: nothing in front of it and
   * behind it has to be brought into another order, or started for it alone.
   */
  public double saved() {
    return median(networks.values().stream().mapToDouble(Whole::saved).sorted().toArray(), 0);
  }

  /** What a network takes as a multiple of its layers, for all that lies between them. */
  public double factor() {
    return median(networks.values().stream().mapToDouble(Whole::factor).sorted().toArray(), 1);
  }

  private static double median(double[] sorted, double otherwise) {
    return sorted.length == 0 ? otherwise : sorted[sorted.length / 2];
  }

  /** The same layers in the light of whole networks. */
  public LatencyTable with(Map<String, Whole> measured) {
    return new LatencyTable(name, threads, layers, measured);
  }

  public LatencyTable {
    Map<LayerKind, Map<Widths, Double>> all = new LinkedHashMap<>();
    layers.forEach(
        (kind, points) -> all.put(kind, Collections.unmodifiableMap(new LinkedHashMap<>(points))));
    layers = Collections.unmodifiableMap(all);
    networks = Collections.unmodifiableMap(new TreeMap<>(networks));
  }

  /** Times at any widths. */
  public LayerTimes times() {
    return new TableTimes(this);
  }
}
