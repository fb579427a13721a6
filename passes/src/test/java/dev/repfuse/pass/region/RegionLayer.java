package dev.repfuse.pass.region;

import dev.repfuse.pass.cost.Target;

/**
 * A small dynamic region-aware convolution as exporters write it, after cleaning.
 *
 * @param in channels of the image
 * @param out channels of the result
 * @param size height and width
 * @param kernel extent in both directions
 * @param regions how many filters there are to choose from
 * @param experts how many are mixed (official form); 0 for the paper's form
 * @param guide class scores in front of the ArgMax: {@code Conv (x, guide)} or others
 * @param select nodes from {@code d} and {@code mask} to {@code y}, and their constants
 * @param tail what stands behind {@code s}
 */
record RegionLayer(
    int in,
    int out,
    int size,
    int kernel,
    int regions,
    int experts,
    String guide,
    Select select,
    String tail) {
  /** A machine on which arithmetic is all that counts. */
  static final Target SLOW = new Target("slow", 0.01, 0.01, 0.01, 1e6, 1e-3, 8);

  /**
   * How a region's result is picked.
   *
   * @param constants declarations
   * @param nodes that give {@code s}
   */
  record Select(String constants, String nodes) {}

  static final Select ONE_HOT =
      new Select(
          "int64 depth = {%m}, int64[2] values = {0,1}, int64[1] two = {2}, int64[1] one = {1}",
          """
          hot = OneHot <axis = -1> (mask, depth, values)
          front = Transpose <perm = [0, 3, 1, 2]> (hot)
          wide = Unsqueeze (front, two)
          chosen = Cast <to = 1> (wide)
          only = Mul (d, chosen)
          s = ReduceSum <keepdims = 0> (only, one)
          """);

  static final Select EQUAL =
      new Select(
          "int64[1,%m,1,1] range ~ range(0, 1), int64[1] two = {2}, int64[1] one = {1}",
          """
          row = Unsqueeze (mask, one)
          hot = Equal (range, row)
          chosen = Cast <to = 1> (hot)
          wide = Unsqueeze (chosen, two)
          only = Mul (wide, d)
          s = ReduceSum <keepdims = 0> (only, one)
          """);

  static final Select WHERE =
      new Select(
          "int64[%m,1,1,1] range ~ range(0, 1), int64[1] one = {1}, float zero = {0}",
          """
          hot = Equal (mask, range)
          only = Where (hot, d, zero)
          s = ReduceSum <keepdims = 0> (only, one)
          """);

  static final Select GATHER =
      new Select(
          "int64[5] wide = {1,1,%o,1,1}, int64[1] one = {1}",
          """
          row = Unsqueeze (mask, one)
          column = Unsqueeze (row, one)
          index = Expand (column, wide)
          all = GatherElements <axis = 1> (d, index)
          s = Squeeze (all, one)
          """);

  static RegionLayer official(int kernel, Select select) {
    return new RegionLayer(3, 4, 6, kernel, 5, 2, "Conv (x, guide)", select, "y = Relu (s)");
  }

  static RegionLayer paper(int kernel, Select select) {
    return new RegionLayer(3, 4, 6, kernel, 5, 0, "Conv (x, guide)", select, "y = Relu (s)");
  }

  RegionLayer guidedBy(String scores) {
    return new RegionLayer(in, out, size, kernel, regions, experts, scores, select, tail);
  }

  RegionLayer followedBy(String nodes) {
    return new RegionLayer(in, out, size, kernel, regions, experts, guide, select, nodes);
  }

  RegionLayer sized(int channels, int results, int extent, int count) {
    return new RegionLayer(channels, results, extent, kernel, count, experts, guide, select, tail);
  }

  /** The whole model. */
  String text() {
    int depth = in * kernel * kernel;
    String generator =
        experts > 0
            ? """
            pooled = GlobalAveragePool (x)
            flat = Flatten <axis = 1> (pooled)
            fc = Gemm <transB = 1> (flat, mix)
            gate = Sigmoid (fc)
            a = Reshape (gate, by)
            w = MatMul (a, bank)
            """
            : """
            pooled = AveragePool <kernel_shape = [%p, %p], strides = [%p, %p]> (x)
            squeezed = Conv (pooled, mix)
            gate = Sigmoid (squeezed)
            w = Conv <group = %m> (gate, bank)
            """;
    String constants =
        experts > 0
            ? "float[%d,%d] mix ~ normal(2), int64[3] by = {1,%%m,%d}, float[%d,%d] bank ~ normal(3)"
                .formatted(regions * experts, in, experts, experts, out * depth)
            : "float[%d,%d,1,1] mix ~ normal(2), float[%d,%d,1,1] bank ~ normal(3)"
                .formatted(regions * 2, in, regions * out * in, 2);
    int pad = kernel / 2;
    String text =
        """
        g (float[1,%c,%h,%h] x) => (float[1,%o,%h,%h] y) <
          float[%m,%c,1,1] guide ~ normal(1), CONSTANTS,
          int64[4] filters = {MO,%c,%k,%k}, int64[5] regions = {1,%m,%o,%h,%h},
          SELECTION STATISTICS
        > {
          scores = GUIDE
          mask = ArgMax <axis = 1, keepdims = 0> (scores)
          GENERATOR
          f = Reshape (w, filters)
          c = Conv <pads = [PAD, PAD, PAD, PAD]> (x, f)
          d = Reshape (c, regions)
          SELECT
          TAIL
        }
        """;
    String statistics =
        """
        , float[%o] scale ~ normal(4), float[%o] shift ~ normal(5), float[%o] mean ~ normal(6),
        float[%o] var ~ variance(7)
        """;
    return text.replace("CONSTANTS", constants)
        .replace("STATISTICS", tail.contains("BatchNormalization") ? statistics : "")
        .replace("SELECTION", select.constants())
        .replace("GUIDE", guide)
        .replace("GENERATOR", generator)
        .replace("SELECT", select.nodes())
        .replace("TAIL", tail)
        .replace("PAD", Integer.toString(pad))
        .replace("MO", Integer.toString(regions * out))
        .replace("%p", Integer.toString(size / kernel))
        .replace("%m", Integer.toString(regions))
        .replace("%o", Integer.toString(out))
        .replace("%c", Integer.toString(in))
        .replace("%h", Integer.toString(size))
        .replace("%k", Integer.toString(kernel));
  }
}
