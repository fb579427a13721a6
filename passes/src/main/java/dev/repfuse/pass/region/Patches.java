package dev.repfuse.pass.region;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.pass.region.DenseProduct.Window;
import java.util.ArrayList;
import java.util.List;

/** Makes, for each region, a matrix with what its positions read, one row for each of them. */
final class Patches {
  private final Window window;
  private final RegionSort sort;
  private final int regions;
  private final NodeList nodes;

  private Patches(Window window, RegionSort sort, int regions, NodeList nodes) {
    this.window = window;
    this.sort = sort;
    this.regions = regions;
    this.nodes = nodes;
  }

  /**
   * The matrices of all regions.
   *
   * @return for each region [positions of it, taps · channels], taps outermost
   */
  static List<Operand> of(
      Operand source, Window window, RegionSort sort, int regions, NodeList nodes) {
    Patches patches = new Patches(window, sort, regions, nodes);
    Operand pixels = patches.pixels(source);
    return window.taps() == 1 && !patches.isPadded()
        ? patches.pointwise(pixels)
        : patches.windows(pixels);
  }

  private boolean isPadded() {
    return window.paddedWidth() != window.width() || window.paddedHeight() != window.height();
  }

  /** The image with channels innermost: [pixels, C]. */
  private Operand pixels(Operand source) {
    double elements = (double) window.channels() * window.height() * window.width();
    Operand rows = nodes.reshape(source, window.channels(), window.height() * window.width());
    return nodes.moving(
        2 * elements, "Transpose", List.of(rows), Attribute.of("perm", new long[] {1, 0}));
  }

  /** All pixels in one copy, which is then cut: fewer nodes than a copy for each region. */
  private List<Operand> pointwise(Operand pixels) {
    double elements = (double) window.channels() * window.positions();
    Operand sorted = nodes.moving(2 * elements, "Gather", List.of(pixels, sort.order()));
    return nodes.split(elements, sorted, sort.counts(), regions);
  }

  /** The index is cut, not the much larger copies. */
  private List<Operand> windows(Operand pixels) {
    double elements = (double) window.depth() * window.positions();
    Operand image = isPadded() ? padded(pixels) : pixels;
    List<Operand> indices =
        nodes.split(2.0 * window.taps() * window.positions(), indices(), sort.counts(), regions);
    List<Operand> patches = new ArrayList<>(regions);
    for (Operand index : indices) {
      Operand rows = nodes.moving(2 * elements / regions, "Gather", List.of(image, index));
      patches.add(nodes.reshape(rows, 0, window.depth()));
    }
    return patches;
  }

  private Operand padded(Operand pixels) {
    long[] pads = window.pads();
    Operand image = nodes.reshape(pixels, window.height(), window.width(), window.channels());
    Operand around =
        nodes.moving(
            2.0 * window.channels() * window.paddedHeight() * window.paddedWidth(),
            "Pad",
            List.of(image, nodes.longs(pads[0], pads[1], 0, pads[2], pads[3], 0)));
    return nodes.reshape(around, window.paddedHeight() * window.paddedWidth(), window.channels());
  }

  /** Which pixels of the padded image each position reads: [positions, taps], sorted. */
  private Operand indices() {
    double positions = 4.0 * window.positions();
    Operand corner = sort.column();
    if (window.kernel()[1] > 1) {
      Operand row = nodes.moving(positions, "Div", List.of(corner, nodes.number(window.columns())));
      Operand skipped =
          nodes.moving(positions, "Mul", List.of(row, nodes.number(window.kernel()[1] - 1)));
      corner = nodes.moving(positions, "Add", List.of(corner, skipped));
    }
    long[] taps = new long[Math.toIntExact(window.taps())];
    for (int tap = 0; tap < taps.length; tap++) {
      taps[tap] = tap / window.kernel()[1] * window.paddedWidth() + tap % window.kernel()[1];
    }
    Operand offsets = nodes.constant(Shape.of(1, taps.length), taps);
    return nodes.moving(positions * taps.length, "Add", List.of(corner, offsets));
  }
}
