package dev.repfuse.latency;

import dev.repfuse.pass.cost.LayerKind;
import dev.repfuse.pass.cost.LayerTimes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
    Map<String, Whole> networks)
    implements LayerTimes {

  /** A layer among others takes at least that part of what it does by itself. */
  private static final double LEAST = 0.5;

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

  /**
   * {@inheritDoc}
   *
   * <p>Between widths that were measured, time is taken for linear in both; beyond them, and where
   * a corner is missing, for in proportion to the arithmetic of the nearest.
   */
  @Override
  public OptionalDouble nanoseconds(LayerKind kind, long inputs, long outputs) {
    Map<Widths, Double> points = layers.getOrDefault(kind, Map.of());
    if (points.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Long> in = points.keySet().stream().map(Widths::inputs).distinct().sorted().toList();
    List<Long> out = points.keySet().stream().map(Widths::outputs).distinct().sorted().toList();
    Optional<Double> inside =
        kind.group() == 0 ? along(points, outputs, out) : between(points, inputs, in, outputs, out);
    double alone = inside.orElseGet(() -> nearest(kind, points, inputs, outputs));
    return OptionalDouble.of(Math.max(alone - saved(), alone * LEAST) * factor());
  }

  /** A depthwise layer makes as many channels as it reads, or a multiple. */
  private static Optional<Double> along(
      Map<Widths, Double> points, long outputs, List<Long> measured) {
    Map<Long, Double> byOutputs = new TreeMap<>();
    points.forEach((widths, time) -> byOutputs.put(widths.outputs(), time));
    long below = below(measured, outputs);
    long above = above(measured, outputs);
    return outputs < below || outputs > above
        ? Optional.empty()
        : Optional.of(
            mix(
                byOutputs.getOrDefault(below, 0.0),
                byOutputs.getOrDefault(above, 0.0),
                share(below, above, outputs)));
  }

  private static Optional<Double> between(
      Map<Widths, Double> points, long inputs, List<Long> in, long outputs, List<Long> out) {
    long left = below(in, inputs);
    long right = above(in, inputs);
    long low = below(out, outputs);
    long high = above(out, outputs);
    List<Widths> corners =
        List.of(
            new Widths(left, low),
            new Widths(right, low),
            new Widths(left, high),
            new Widths(right, high));
    boolean inside = inputs >= left && inputs <= right && outputs >= low && outputs <= high;
    if (!inside || !points.keySet().containsAll(corners)) {
      return Optional.empty();
    }
    List<Double> times = corners.stream().map(corner -> points.getOrDefault(corner, 0.0)).toList();
    double along = share(left, right, inputs);
    return Optional.of(
        mix(
            mix(times.get(0), times.get(1), along),
            mix(times.get(2), times.get(3), along),
            share(low, high, outputs)));
  }

  private static long below(List<Long> sorted, long value) {
    return sorted.stream()
        .filter(each -> each <= value)
        .reduce((a, b) -> b)
        .orElse(sorted.getFirst());
  }

  private static long above(List<Long> sorted, long value) {
    return sorted.stream().filter(each -> each >= value).findFirst().orElse(sorted.getLast());
  }

  private static double share(long from, long to, long value) {
    return to == from ? 0 : (double) (value - from) / (to - from);
  }

  private static double mix(double a, double b, double share) {
    return a + (b - a) * share;
  }

  private static double nearest(
      LayerKind kind, Map<Widths, Double> points, long inputs, long outputs) {
    double wanted = kind.size(inputs, outputs);
    double best = 0;
    double distance = Double.POSITIVE_INFINITY;
    for (Map.Entry<Widths, Double> point : points.entrySet()) {
      double size = kind.size(point.getKey().inputs(), point.getKey().outputs());
      double apart = Math.abs(Math.log(Math.max(wanted, 1e-9) / size));
      if (apart < distance) {
        distance = apart;
        best = point.getValue() * wanted / size;
      }
    }
    return best;
  }
}
