package dev.repfuse.generate;

import dev.repfuse.generate.NetworkText.Flow;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what gives a dynamic region-aware convolution its filters: a value whose axes are batch,
 * region times output channel, and input channel times kernel.
 */
final class Filters {
  private final NetworkText text;
  private final GraphText graph;
  private final Regions regions;
  private final String name;
  private final Flow x;
  private final int channels;
  private final int reads;

  Filters(NetworkText text, Regions regions, String name, Flow x, int channels) {
    this.text = text;
    this.graph = text.graph();
    this.regions = regions;
    this.name = name;
    this.x = x;
    this.channels = channels;
    this.reads = x.channels() * regions.kernel() * regions.kernel();
  }

  /** Mixed from experts, for each region with shares of its own. */
  String mixed() {
    int count = regions.count();
    int experts = regions.experts();
    String mean = graph.node(name + ".flatten", "Flatten", text.pool(name + ".gap", x).value());
    String weight =
        graph.random(
            name + ".fc.weight",
            "%d,%d".formatted(count * experts, x.channels()),
            NetworkText.normal(0.1 / Math.sqrt(x.channels())));
    String bias = graph.random(name + ".fc.bias", "" + count * experts, "normal(%d, 0.5)");
    String flow = graph.node(name + ".fc", "Gemm <transB = 1>", mean, weight, bias);
    flow = graph.node(name + ".sigmoid", "Sigmoid", flow);
    flow = graph.node(name + ".shares", "Reshape", flow, graph.indices(-1, count, experts));
    flow = graph.node(name + ".halved", "Mul", flow, graph.scalar(2.0 / experts));
    String bank =
        graph.random(
            name + ".experts",
            "%d,%d".formatted(experts, (long) channels * reads),
            NetworkText.normal(Math.sqrt(2.0 / reads * experts)));
    flow = graph.node(name + ".mix", "MatMul", flow, bank);
    return rows(flow);
  }

  /** Generated from the input, pooled to the size of the kernel. */
  String generated() {
    int count = regions.count();
    Flow pooled = new Flow(pooled(), x.channels(), regions.kernel());
    Flow inside = text.biased(name + ".squeeze", pooled, count * count, 1, 1);
    String sigmoid = graph.node(name + ".sigmoid", "Sigmoid", inside.value());
    long rows = (long) count * channels * x.channels();
    String weight =
        graph.random(
            name + ".expand.weight",
            "%d,%d,1,1".formatted(rows, count),
            NetworkText.normal(Math.sqrt(8.0 / reads / count)));
    String operator = NetworkText.convolution(1, 1, count);
    return rows(graph.node(name + ".expand", operator, sigmoid, weight));
  }

  private String rows(String filters) {
    return graph.node(
        name + ".filters",
        "Reshape",
        filters,
        graph.indices(-1, (long) regions.count() * channels, reads));
  }

  /** As exporters write adaptive pooling: one operator where all windows are alike. */
  private String pooled() {
    int kernel = regions.kernel();
    String pool = name + ".pool";
    if (kernel == 1) {
      return graph.node(pool, "GlobalAveragePool", x.value());
    }
    if (x.size() % kernel == 0) {
      int window = x.size() / kernel;
      return graph.node(
          pool,
          "AveragePool <kernel_shape = [%1$d,%1$d], strides = [%1$d,%1$d]>".formatted(window),
          x.value());
    }
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < kernel; row++) {
      String slice = slice("%s.%d".formatted(pool, row), x.value(), 2, row);
      List<String> means = new ArrayList<>();
      for (int column = 0; column < kernel; column++) {
        String place = "%s.%d.%d".formatted(pool, row, column);
        String mean =
            graph.node(
                place + ".mean",
                "ReduceMean <axes = [2,3], keepdims = 0>",
                slice(place, slice, 3, column));
        means.add(graph.node(place + ".column", "Unsqueeze", mean, graph.indices(2)));
      }
      String joined = concat("%s.%d.concat".formatted(pool, row), means);
      rows.add(graph.node("%s.%d.row".formatted(pool, row), "Unsqueeze", joined, graph.indices(2)));
    }
    return concat(pool, rows);
  }

  private String concat(String node, List<String> parts) {
    return graph.node(node, "Concat <axis = 2>", parts.toArray(String[]::new));
  }

  /** The rows or columns that one position of the pooled map is the mean of. */
  private String slice(String node, String value, int axis, int position) {
    int kernel = regions.kernel();
    int begin = position * x.size() / kernel;
    int end = ((position + 1) * x.size() + kernel - 1) / kernel;
    return graph.node(
        node,
        "Slice",
        value,
        graph.indices(begin),
        graph.indices(end),
        graph.indices(axis),
        graph.indices(1));
  }
}
