package dev.repfuse.generate;

import dev.repfuse.generate.NetworkText.Flow;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes dynamic region-aware convolutions in the dense form that exporters give them: filters of
 * all regions at all pixels, of which each pixel takes one. For one image the filters are the
 * weights of a Conv, else factors of a MatMul.
 */
final class RegionConv {
  private final NetworkText text;
  private final GraphText graph;
  private final Regions regions;
  private final boolean single;

  /** For batches of this size, which may be a name. */
  RegionConv(NetworkText text, Regions regions, String batch) {
    this.text = text;
    this.graph = text.graph();
    this.regions = regions;
    this.single = batch.equals("1");
  }

  /** The region of each pixel: int64, of the batch, rows and columns of {@code x}. */
  String mask(String name, Flow x) {
    String guide = name + ".guide";
    Flow scores =
        switch (regions.definition()) {
          case PAPER -> text.biased(guide, x, regions.count(), regions.kernel(), 1);
          case OFFICIAL ->
              text.apply(
                  "Softmax <axis = 1>",
                  name + ".softmax",
                  text.conv(guide, x, regions.count(), 1, 1));
        };
    return graph.node(name + ".mask", "ArgMax <axis = 1, keepdims = 0>", scores.value());
  }

  /** The regions of every second row and column, by a Resize to the nearest. */
  String halved(String name, String mask) {
    String half = name + ".half";
    String flow = graph.node(half + ".channel", "Unsqueeze", mask, graph.indices(1));
    flow = graph.node(half + ".float", "Cast <to = 1>", flow);
    flow =
        graph.node(
            half + ".resize",
            "Resize <coordinate_transformation_mode = \"asymmetric\", mode = \"nearest\","
                + " nearest_mode = \"floor\">",
            flow,
            "",
            graph.table("f32 [1,1,0.5,0.5]", "float", "4", "1,1,0.5,0.5"));
    flow = graph.node(half + ".squeeze", "Squeeze", flow, graph.indices(1));
    return graph.node(half + ".mask", "Cast <to = 7>", flow);
  }

  /** The convolution, with a result of its own name. */
  Flow write(String name, Flow x, String mask, int channels) {
    return write(name, name, x, mask, channels);
  }

  /** The convolution. */
  Flow write(String name, String result, Flow x, String mask, int channels) {
    Filters source = new Filters(text, regions, name, x, channels);
    String filters =
        switch (regions.definition()) {
          case PAPER -> source.generated();
          case OFFICIAL -> source.mixed();
        };
    String all = single ? convolved(name, x, filters, channels) : product(name, x, filters);
    String apart =
        graph.node(
            name + ".apart",
            "Reshape",
            all,
            graph.indices(single ? 1 : -1, regions.count(), channels, x.size(), x.size()));
    switch (regions.selection()) {
      case ONEHOT -> sum(name, result, apart, onehot(name, mask));
      case EQUAL -> sum(name, result, apart, equal(name, mask));
      case GATHER -> gather(name, result, apart, mask, channels);
    }
    return new Flow(result, channels, x.size());
  }

  private String convolved(String name, Flow x, String filters, int channels) {
    int kernel = regions.kernel();
    long rows = (long) regions.count() * channels;
    String grouped =
        graph.node(
            name + ".grouped",
            "Reshape",
            x.value(),
            graph.indices(1, x.channels(), x.size(), x.size()));
    String weight =
        graph.node(
            name + ".kernels",
            "Reshape",
            filters,
            graph.indices(rows, x.channels(), kernel, kernel));
    return graph.node(name + ".conv", NetworkText.convolution(kernel, 1, 1), grouped, weight);
  }

  private String product(String name, Flow x, String filters) {
    String columns = regions.kernel() == 1 ? pixels(name, x) : windows(name, x);
    return graph.node(name + ".product", "MatMul", filters, columns);
  }

  private String pixels(String name, Flow x) {
    long count = (long) x.size() * x.size();
    return graph.node(
        name + ".columns", "Reshape", x.value(), graph.indices(-1, x.channels(), count));
  }

  /** What the kernel reads at each pixel, as exporters write an unfold of an open batch. */
  private String windows(String name, Flow x) {
    int kernel = regions.kernel();
    int pad = kernel / 2;
    String reads =
        IntStream.range(0, kernel)
            .boxed()
            .flatMap(tap -> IntStream.range(tap, tap + x.size()).mapToObj(Integer::toString))
            .collect(Collectors.joining(","));
    String shape = kernel + "," + x.size();
    String taps = graph.table("taps " + shape, "int64", shape, reads);
    String flow =
        graph.node(name + ".pad", "Pad", x.value(), graph.indices(0, 0, pad, pad, 0, 0, pad, pad));
    flow = graph.node(name + ".rows", "Gather <axis = 2>", flow, taps);
    flow = graph.node(name + ".windows", "Gather <axis = 4>", flow, taps);
    flow = graph.node(name + ".taps", "Transpose <perm = [0,1,2,4,3,5]>", flow);
    String sizes = graph.node(name + ".shape", "Shape", x.value());
    String images = graph.node(name + ".images", "Gather <axis = 0>", sizes, graph.index(0));
    String columns =
        graph.node(
            name + ".sizes",
            "Concat <axis = 0>",
            graph.node(name + ".batch", "Unsqueeze", images, graph.indices(0)),
            graph.indices((long) x.channels() * kernel * kernel),
            graph.indices(-1));
    return graph.node(name + ".columns", "Reshape", flow, columns);
  }

  private String onehot(String name, String mask) {
    String bits = graph.table("i64 [0,1]", "int64", "2", "0,1");
    String depth = graph.index(regions.count());
    String flow = graph.node(name + ".onehot", "OneHot <axis = -1>", mask, depth, bits);
    flow = graph.node(name + ".masks", "Transpose <perm = [0,3,1,2]>", flow);
    flow = graph.node(name + ".channel", "Unsqueeze", flow, graph.indices(2));
    return graph.node(name + ".factors", "Cast <to = 1>", flow);
  }

  private String equal(String name, String mask) {
    String shape = "1,%d,1,1".formatted(regions.count());
    String numbers =
        IntStream.range(0, regions.count())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(","));
    String flow = graph.node(name + ".region", "Unsqueeze", mask, graph.indices(1));
    flow =
        graph.node(
            name + ".equal",
            "Equal",
            flow,
            graph.table("numbers " + shape, "int64", shape, numbers));
    flow = graph.node(name + ".masks", "Cast <to = 1>", flow);
    return graph.node(name + ".factors", "Unsqueeze", flow, graph.indices(2));
  }

  private void sum(String name, String result, String apart, String factors) {
    String product = graph.node(name + ".masked", "Mul", apart, factors);
    graph.result(name, result, "ReduceSum <keepdims = 0>", product, graph.indices(1));
  }

  private void gather(String name, String result, String apart, String mask, int channels) {
    String flow = graph.node(name + ".channel", "Unsqueeze", mask, graph.indices(1));
    flow = graph.node(name + ".region", "Unsqueeze", flow, graph.indices(1));
    flow = graph.node(name + ".index", "Expand", flow, graph.indices(1, 1, channels, 1, 1));
    flow = graph.node(name + ".picked", "GatherElements <axis = 1>", apart, flow);
    graph.result(name, result, "Squeeze", flow, graph.indices(1));
  }
}
