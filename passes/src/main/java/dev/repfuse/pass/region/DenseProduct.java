package dev.repfuse.pass.region;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A convolution or matrix product that computes the results of all regions at all positions, of one
 * image.
 *
 * @param source the image, [1, C, H, W]; or [K, P], columns of what each position reads
 * @param filters in the order (region, out channel, channel, tap)
 * @param bias of each region's channels, if there is one
 * @param window how the convolution reads the image
 * @param nodes the product, and views of its result
 */
record DenseProduct(
    Value source, Value filters, Optional<Tensor> bias, Window window, List<Node> nodes) {

  /** The value of which the filters are a view. */
  Value filterOrigin(Facts facts) {
    return Views.origin(filters, facts);
  }

  /**
   * How positions read the image.
   *
   * @param channels of the image, or all that a position reads of columns
   * @param height of the image; 1 for columns
   * @param width of the image; the number of positions for columns
   * @param kernel extents in both directions
   * @param pads top, left, bottom, right
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Window(long channels, long height, long width, long[] kernel, long[] pads) {

    /** Taps of a filter. */
    long taps() {
      return kernel[0] * kernel[1];
    }

    /** Numbers that a position reads. */
    long depth() {
      return channels * taps();
    }

    /** Width of the image with its padding. */
    long paddedWidth() {
      return width + pads[1] + pads[3];
    }

    /** Height of the image with its padding. */
    long paddedHeight() {
      return height + pads[0] + pads[2];
    }

    /** Positions in a row. */
    long columns() {
      return paddedWidth() - kernel[1] + 1;
    }

    /** Rows of positions. */
    long rows() {
      return paddedHeight() - kernel[0] + 1;
    }

    /** All positions. */
    long positions() {
      return rows() * columns();
    }
  }

  /** Reads what computes the dense result of a selection. */
  static Reading<DenseProduct> read(Selection selection, Facts facts) {
    List<Node> nodes = new ArrayList<>();
    Value at = selection.dense();
    while (at instanceof Result result && facts.isStandard(result.producer())) {
      Node node = result.producer();
      boolean product = node.is("Conv") || node.is("MatMul");
      if (!product && !Views.isView(node, facts)) {
        return new Reading.Other<>();
      }
      if (!result.hasOneUse()) {
        return Reading.refused(Reason.READ_ELSEWHERE, "'" + result.name() + "'");
      }
      nodes.addFirst(node);
      if (product) {
        return node.is("Conv")
            ? convolution(node, selection, nodes, facts)
            : product(node, selection, nodes, facts);
      }
      at = node.input(0);
    }
    return new Reading.Other<>();
  }

  private static Reading<DenseProduct> convolution(
      Node conv, Selection selection, List<Node> nodes, Facts facts) {
    Optional<long[]> x = Views.sizes(conv.input(0), facts);
    Optional<long[]> w = Views.sizes(conv.input(1), facts);
    if (x.isEmpty() || w.isEmpty()) {
      return Reading.refused(Reason.UNKNOWN_SHAPE, conv.toString());
    }
    long[] image = x.get();
    long[] kernel = w.get();
    if (image[0] != 1 || conv.intAttribute("group", 1) != 1) {
      return Reading.refused(Reason.OPEN_BATCH, conv + " takes several images, or groups");
    }
    if (image.length != 4 || kernel.length != 4 || !isPlain(conv)) {
      return Reading.refused(Reason.REGION_WINDOW, conv.toString());
    }
    long[] pads = conv.intsAttribute("pads").orElse(new long[4]);
    Window window =
        new Window(image[1], image[2], image[3], new long[] {kernel[2], kernel[3]}, pads);
    boolean fits =
        pads.length == 4
            && Arrays.stream(pads).allMatch(pad -> pad >= 0)
            && kernel[0] == selection.regions() * selection.channels()
            && kernel[1] == image[1]
            && window.positions() == selection.mask().positions();
    Optional<Tensor> bias =
        facts.constant(conv.input(2)).filter(b -> b.elementCount() == kernel[0]);
    if (!fits || (conv.input(2) instanceof NamedValue && bias.isEmpty())) {
      return Reading.refused(Reason.REGION_WINDOW, conv + " has other extents, or a computed bias");
    }
    return of(new DenseProduct(conv.input(0), conv.input(1), bias, window, nodes), facts);
  }

  private static boolean isPlain(Node conv) {
    long[] ones = {1, 1};
    return conv.stringAttribute("auto_pad", "NOTSET").equals("NOTSET")
        && Arrays.equals(conv.intsAttribute("strides").orElse(ones), ones)
        && Arrays.equals(conv.intsAttribute("dilations").orElse(ones), ones);
  }

  /** Filters times columns: [1, m·O, K] and [1, K, P], or without the first axis. */
  private static Reading<DenseProduct> product(
      Node matMul, Selection selection, List<Node> nodes, Facts facts) {
    Optional<long[]> w = Views.sizes(matMul.input(0), facts);
    Optional<long[]> x = Views.sizes(matMul.input(1), facts);
    if (x.isEmpty() || w.isEmpty()) {
      return Reading.refused(Reason.UNKNOWN_SHAPE, matMul.toString());
    }
    long[] filters = w.get();
    long[] columns = x.get();
    int last = columns.length - 1;
    int depth = filters.length - 1;
    if (depth < 1 || last < 1) {
      return new Reading.Other<>();
    }
    if (Views.product(filters, 0, depth - 1) != 1 || Views.product(columns, 0, last - 1) != 1) {
      return Reading.refused(Reason.OPEN_BATCH, matMul + " takes several images");
    }
    if (filters[depth - 1] != selection.regions() * selection.channels()
        || columns[last] != selection.mask().positions()) {
      return Reading.refused(Reason.REGION_WINDOW, matMul + " has other extents");
    }
    Window window = new Window(columns[last - 1], 1, columns[last], new long[] {1, 1}, new long[4]);
    return of(
        new DenseProduct(matMul.input(1), matMul.input(0), Optional.empty(), window, nodes), facts);
  }

  private static Reading<DenseProduct> of(DenseProduct product, Facts facts) {
    ElementType type = facts.element(product.source());
    return type == ElementType.FLOAT
        ? new Reading.Is<>(product)
        : Reading.refused(Reason.REGION_WINDOW, "of " + type.keyword());
  }

  /** The node that computes. */
  Node node() {
    return nodes.getFirst();
  }
}
