package dev.repfuse.latency;

import dev.repfuse.latency.LatencyTable.Widths;
import dev.repfuse.pass.cost.LayerKind;
import dev.repfuse.pass.cost.LayerTimes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * Times at any widths by a table. Between widths that were measured, time is taken for linear in
 * both; beyond them, and where a corner is missing, for in proportion to the arithmetic of the
 * nearest. Of that goes what whole networks {@linkplain LatencyTable#saved save}, or it is
 * {@linkplain LatencyTable#factor multiplied}.
 */
final class TableTimes implements LayerTimes {
  /** A layer among others takes at least that part of what it does by itself. */
  private static final double LEAST = 0.5;

  /**
   * What was measured of one kind.
   *
   * @param inputs that were measured, ascending
   * @param outputs that were measured, ascending
   * @param byOutputs times of a depthwise layer, which makes as many channels as it reads, or a
   *     multiple
   */
  private record Grid(
      Map<Widths, Double> points,
      TreeSet<Long> inputs,
      TreeSet<Long> outputs,
      Map<Long, Double> byOutputs) {
    static Grid of(Map<Widths, Double> points) {
      Grid grid = new Grid(points, new TreeSet<>(), new TreeSet<>(), new HashMap<>());
      points.forEach((widths, time) -> {
        grid.inputs.add(widths.inputs());
        grid.outputs.add(widths.outputs());
        grid.byOutputs.put(widths.outputs(), time);
      });
      return grid;
    }
  }

  private final Map<LayerKind, Grid> grids = new HashMap<>();
  private final double saved;
  private final double factor;

  TableTimes(LatencyTable table) {
    table.layers().forEach((kind, points) -> grids.put(kind, Grid.of(points)));
    this.saved = table.saved();
    this.factor = table.factor();
  }

  @Override
  public OptionalDouble nanoseconds(LayerKind kind, long inputs, long outputs) {
    Grid grid = grids.get(kind);
    if (grid == null) {
      return OptionalDouble.empty();
    }
    Optional<Double> inside =
        kind.group() == 0 ? along(grid, outputs) : between(grid, inputs, outputs);
    double alone = inside.orElseGet(() -> nearest(kind, grid.points(), inputs, outputs));
    return OptionalDouble.of(Math.max(alone - saved, alone * LEAST) * factor);
  }

  private static Optional<Double> along(Grid grid, long outputs) {
    Long below = grid.outputs().floor(outputs);
    Long above = grid.outputs().ceiling(outputs);
    return below == null || above == null
        ? Optional.empty()
        : Optional.of(
            mix(
                grid.byOutputs().getOrDefault(below, 0.0),
                grid.byOutputs().getOrDefault(above, 0.0),
                share(below, above, outputs)));
  }

  private static Optional<Double> between(Grid grid, long inputs, long outputs) {
    Long left = grid.inputs().floor(inputs);
    Long right = grid.inputs().ceiling(inputs);
    Long low = grid.outputs().floor(outputs);
    Long high = grid.outputs().ceiling(outputs);
    if (left == null || right == null || low == null || high == null) {
      return Optional.empty();
    }
    List<Widths> corners =
        List.of(
            new Widths(left, low),
            new Widths(right, low),
            new Widths(left, high),
            new Widths(right, high));
    if (!grid.points().keySet().containsAll(corners)) {
      return Optional.empty();
    }
    List<Double> times =
        corners.stream().map(corner -> grid.points().getOrDefault(corner, 0.0)).toList();
    double along = share(left, right, inputs);
    return Optional.of(
        mix(
            mix(times.get(0), times.get(1), along),
            mix(times.get(2), times.get(3), along),
            share(low, high, outputs)));
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
