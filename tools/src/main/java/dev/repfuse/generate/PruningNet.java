package dev.repfuse.generate;

import dev.repfuse.generate.NetworkText.Flow;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The PruningNet of MetaPruning (Liu et al., 2019) for MobileNetV1. The input {@code ids} has the
 * numbers of the first 13 widths, each for a share of (10 + 3 id) / 100 of the layer's channels,
 * rounded down; the last layer keeps its width. Each weight is what two linear layers give for the
 * shares of the layer before and of the layer itself; rows beyond the width are zero. Each
 * normalization has statistics for each of the 31 numbers; those behind 1×1 convolutions have no
 * scale and no shift.
 */
final class PruningNet {
  static final int SCALES = 31;
  private static final int HIDDEN = 32;
  private static final String IDS = "ids";

  private final NetworkText text;
  private final GraphText graph;
  private final List<Integer> bases;

  private PruningNet(NetworkText text, List<Integer> bases) {
    this.text = text;
    this.graph = text.graph();
    this.bases = bases;
  }

  /** Channels of a layer with this number. */
  static int channels(int base, int id) {
    return (int) (base * share(id));
  }

  private static double share(int id) {
    return (10 + 3 * id) / 100.0;
  }

  static ChoiceRanges choices() {
    return ChoiceRanges.of(MobileNetV1.LAYERS - 1, SCALES - 1);
  }

  static void check(double width) {
    if (channels(MobileNetV1.width(width, 0), 0) < 1) {
      throw new IllegalArgumentException(
          "with a width of %s the least share of the first layer has no channel".formatted(width));
    }
  }

  static void write(NetworkText text, Plan plan) {
    List<Integer> bases =
        IntStream.range(0, MobileNetV1.LAYERS)
            .mapToObj(layer -> MobileNetV1.width(plan.width(), layer))
            .toList();
    List<Integer> arch = plan.variant().arch();
    if (arch.isEmpty()) {
      new PruningNet(text, bases).write();
    } else {
      List<Integer> channels =
          IntStream.range(0, bases.size())
              .mapToObj(layer ->
                  layer < arch.size()
                      ? (Integer) channels(bases.get(layer), arch.get(layer))
                      : bases.get(layer))
              .toList();
      MobileNetV1.write(text, channels);
    }
  }

  private void write() {
    Flow x = text.input();
    graph.input("int64[%d] %s".formatted(bases.size() - 1, IDS));
    String shares =
        IntStream.range(0, SCALES).mapToObj(id -> "" + share(id)).collect(Collectors.joining(","));
    graph.table("shares", "float", "" + SCALES, shares);
    Width width = width(0);
    String stem = generated("stem.conv", width.share(), 1, width, 3, 3);
    Flow flow = new Flow(convolved("stem.conv", x, stem, 2, 1), bases.getFirst(), half(x));
    flow = text.relu("stem.relu", norm("stem.bn", flow, width, true));
    for (int layer = 1; layer < bases.size(); layer++) {
      Width next = width(layer);
      flow = block("blocks." + (layer - 1), flow, width, next, MobileNetV1.stride(layer));
      width = next;
    }
    text.classify(flow);
  }

  private static int half(Flow x) {
    return (x.size() - 1) / 2 + 1;
  }

  /**
   * How wide a layer is.
   *
   * @param id its number
   * @param share a list of its share
   * @param mask 1 for each channel that it has and 0 for the others
   */
  private record Width(String id, String share, String mask, int base) {}

  private Width width(int layer) {
    String name = "width." + layer;
    int base = bases.get(layer);
    String id =
        layer < bases.size() - 1
            ? graph.node(name + ".id", "Gather <axis = 0>", IDS, graph.index(layer))
            : graph.index(SCALES - 1);
    List<Integer> counts =
        IntStream.range(0, SCALES).map(number -> channels(base, number)).boxed().toList();
    String mask = WidthMask.of(graph, name, counts, base, id);
    String share = graph.node(name + ".scale", "Gather <axis = 0>", "shares", id);
    return new Width(
        id, graph.node(name + ".share", "Unsqueeze", share, graph.indices(0)), mask, base);
  }

  private Flow block(String name, Flow x, Width before, Width own, int stride) {
    String shares = graph.node(name + ".shares", "Concat <axis = 0>", before.share(), own.share());
    String dw = name + ".dw";
    String weight = generated(dw + ".conv", shares, 2, before, 1, 3);
    int size = stride == 1 ? x.size() : half(x);
    Flow flow =
        new Flow(convolved(dw + ".conv", x, weight, stride, before.base()), before.base(), size);
    flow = text.relu(dw + ".relu", norm(dw + ".bn", flow, before, true));
    String pw = name + ".pw";
    weight = generated(pw + ".conv", shares, 2, own, before.base(), 1);
    String value = graph.node(pw + ".conv", NetworkText.convolution(1, 1, 1), flow.value(), weight);
    flow = norm(pw + ".bn", new Flow(value, own.base(), size), own, false);
    return text.relu(pw + ".relu", flow);
  }

  private String convolved(String name, Flow x, String weight, int stride, int group) {
    return graph.node(name, NetworkText.convolution(3, stride, group), x.value(), weight);
  }

  /** A weight with a row for each channel of the full width. */
  private String generated(
      String name, String shares, int inputs, Width width, int reads, int kernel) {
    int taps = reads * kernel * kernel;
    long elements = (long) width.base() * taps;
    double deviation = Math.sqrt(2.0 / taps);
    String hidden = linear(name + ".fc1", shares, inputs, HIDDEN, 1);
    hidden = graph.node(name + ".fc1.relu", "Relu", hidden);
    String flat = linear(name + ".fc2", hidden, HIDDEN, elements, deviation);
    String full =
        graph.node(
            name + ".full", "Reshape", flat, graph.indices(width.base(), reads, kernel, kernel));
    String rows = graph.node(name + ".rows", "Reshape", width.mask(), graph.indices(-1, 1, 1, 1));
    return graph.node(name + ".masked", "Mul", full, rows);
  }

  private String linear(String name, String x, int inputs, long outputs, double deviation) {
    String weight =
        graph.random(
            name + ".weight",
            "%d,%d".formatted(inputs, outputs),
            NetworkText.normal(deviation / Math.sqrt(inputs)));
    String bias = graph.random(name + ".bias", "" + outputs, NetworkText.normal(deviation));
    String product = graph.node(name + ".product", "MatMul", x, weight);
    return graph.node(name, "Add", product, bias);
  }

  private Flow norm(String name, Flow x, Width width, boolean affine) {
    String size = "" + width.base();
    String scale =
        affine
            ? row(name + ".weight", width, "uniform(%d, 0.8, 1.2)")
            : graph.filled("ones." + size, size, 1);
    String shift =
        affine
            ? masked(name + ".bias", width, "normal(%d, 0.1)")
            : graph.filled("zeros." + size, size, 0);
    String mean = masked(name + ".running_mean", width, "normal(%d, 0.1)");
    String variance = row(name + ".running_var", width, "uniform(%d, 0.8, 1.2)");
    String value =
        graph.node(name, NetworkText.normalization(), x.value(), scale, shift, mean, variance);
    return new Flow(value, x.channels(), x.size());
  }

  /** The row of a table for the width's number. */
  private String row(String name, Width width, String recipe) {
    String table = graph.random(name, "%d,%d".formatted(SCALES, width.base()), recipe);
    return graph.node(name + ".row", "Gather <axis = 0>", table, width.id());
  }

  private String masked(String name, Width width, String recipe) {
    return graph.node(name + ".masked", "Mul", row(name, width, recipe), width.mask());
  }
}
