package dev.repfuse.latency;

import dev.repfuse.pass.cost.Arithmetic;
import dev.repfuse.pass.cost.LayerKind;
import dev.repfuse.pass.cost.LayerTimes;
import dev.repfuse.pass.cost.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A machine by its latency table: layers take what was measured, and all else what it takes on the
 * generic machine, times how much slower that machine's rates say the measured layers to be.
 */
public final class LatencyTarget {
  private static final double BYTES_PER_ELEMENT = 4;

  private LatencyTarget() {}

  /** The machine that a table was measured on. */
  public static Target of(LatencyTable table) {
    return Target.GENERIC.measured(table.name(), slower(table), table.times());
  }

  /** The median, over all that was measured, of the time as a part of that by rates. */
  private static double slower(LatencyTable table) {
    LayerTimes times = table.times();
    List<Double> parts = new ArrayList<>();
    for (Map.Entry<LayerKind, Map<LatencyTable.Widths, Double>> layer : table.layers().entrySet()) {
      for (LatencyTable.Widths widths : layer.getValue().keySet()) {
        double measured =
            times.nanoseconds(layer.getKey(), widths.inputs(), widths.outputs()).orElseThrow();
        parts.add(measured / byRates(layer.getKey(), widths.inputs(), widths.outputs()));
      }
    }
    parts.sort(null);
    return parts.isEmpty() ? 1 : parts.get(parts.size() / 2);
  }

  private static double byRates(LayerKind kind, long inputs, long outputs) {
    long groups = kind.group() == 0 ? inputs : kind.group();
    double weights = (double) inputs / groups * outputs * product(kind.kernel());
    double read = (double) inputs * product(kind.extents());
    double made = outputs * kind.positions();
    double swept = kind.operator().equals("ConvTranspose") ? read / inputs : kind.positions();
    return Target.GENERIC
        .cost(
            Arithmetic.of(groups, inputs, outputs),
            weights * swept,
            BYTES_PER_ELEMENT * (read + made + weights))
        .nanoseconds();
  }

  private static double product(List<Long> extents) {
    return extents.stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
  }
}
