package dev.repfuse.fitness;

import dev.repfuse.FuseOptions;
import dev.repfuse.Repfuse;
import dev.repfuse.ir.Model;
import dev.repfuse.latency.LatencyTable;
import dev.repfuse.latency.Prediction;
import dev.repfuse.report.ModelStatistics;
import dev.repfuse.runtime.DataException;
import dev.repfuse.search.Costs;
import dev.repfuse.search.Metric;
import dev.repfuse.supernet.Extraction;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts what the networks of a supernet cost: arithmetic and parameters as they are taken out,
 * bytes and time folded.
 */
public final class SubnetCosts implements Costs {
  private final Extraction extraction;
  private final boolean folded;
  private final Optional<LatencyTable> table;

  /**
   * @param bytes whether the size of the folded network is asked for
   * @param table the times of layers, if latency is
   */
  public SubnetCosts(Extraction extraction, boolean bytes, Optional<LatencyTable> table) {
    this.extraction = extraction;
    this.folded = bytes || table.isPresent();
    this.table = table;
  }

  /** The figures that are counted. */
  public Set<Metric> metrics() {
    Set<Metric> metrics = EnumSet.of(Metric.MACS, Metric.PARAMETERS);
    if (folded) {
      metrics.add(Metric.BYTES);
    }
    if (table.isPresent()) {
      metrics.add(Metric.LATENCY);
    }
    return metrics;
  }

  /**
   * {@inheritDoc}
   *
   * @throws DataException if sizes are open, or the table lacks a layer
   */
  @Override
  public Map<Metric, Double> of(List<Integer> architecture) {
    Model model = extraction.network(architecture);
    ModelStatistics statistics = ModelStatistics.of(model);
    Map<Metric, Double> costs = new EnumMap<>(Metric.class);
    costs.put(
        Metric.MACS,
        (double)
            statistics
                .macs()
                .orElseThrow(
                    () -> new DataException("the arithmetic depends on sizes that are not known")));
    costs.put(Metric.PARAMETERS, (double) statistics.parameters());
    if (folded) {
      Model small =
          Repfuse.fuse(model, () -> extraction.network(architecture), FuseOptions.defaults())
              .model();
      costs.put(Metric.BYTES, (double) ModelStatistics.of(small).bytes());
      table.ifPresent(times -> costs.put(Metric.LATENCY, latency(small, times)));
    }
    return costs;
  }

  private static double latency(Model model, LatencyTable table) {
    Prediction prediction = Prediction.of(model, table);
    if (!prediction.missing().isEmpty()) {
      throw new DataException(
          "the latency table lacks %s; measure networks of the supernet with repfuse measure"
              .formatted(prediction.missing().getFirst()));
    }
    return prediction.layers();
  }
}
