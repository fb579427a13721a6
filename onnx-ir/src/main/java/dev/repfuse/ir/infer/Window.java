package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sliding window of a convolution or a pooling operator. */
final class Window {
  private final List<Dim> kernel;
  private final long[] strides;
  private final long[] dilations;
  private final long[] pads;
  private final Padding padding;

  private Window(List<Dim> kernel, long[] strides, long[] dilations, long[] pads, Padding padding) {
    this.kernel = kernel;
    this.strides = strides;
    this.dilations = dilations;
    this.pads = pads;
    this.padding = padding;
  }

  /** The attribute {@code auto_pad}. */
  enum Padding {
    NOTSET,
    VALID,
    SAME_UPPER,
    SAME_LOWER,
    /** {@code auto_pad} and {@code pads} contradict each other. */
    UNCLEAR
  }

  /** Reads the attributes of a node whose window has the given extents. */
  static Window of(Operation node, List<Dim> kernel) {
    int spatial = kernel.size();
    long[] strides = positive(node.ints("strides", spatial, 1), "strides");
    long[] dilations = positive(node.ints("dilations", spatial, 1), "dilations");
    long[] pads = node.ints("pads", 2 * spatial, 0);
    boolean padded = false;
    for (long pad : pads) {
      IllegalNode.unless(pad >= 0, "attribute 'pads' has the negative value %d", pad);
      padded |= pad != 0;
    }
    for (Dim extent : kernel) {
      IllegalNode.unless(!extent.is(0), "the kernel has an extent of 0");
    }
    return new Window(kernel, strides, dilations, pads, padding(node, padded));
  }

  private static Padding padding(Operation node, boolean padded) {
    String text = node.string("auto_pad", "NOTSET");
    for (Padding padding : Padding.values()) {
      if (padding != Padding.UNCLEAR && padding.name().equals(text)) {
        return padding != Padding.NOTSET && padded ? Padding.UNCLEAR : padding;
      }
    }
    throw new IllegalNode("attribute 'auto_pad' has the unknown value '" + text + "'");
  }

  private static long[] positive(long[] values, String attribute) {
    for (long value : values) {
      IllegalNode.unless(value > 0, "attribute '%s' has the value %d", attribute, value);
    }
    return values;
  }

  /** The attribute {@code kernel_shape}, if it is given. */
  static Optional<List<Dim>> kernelShape(Operation node) {
    return node.ints("kernel_shape")
        .map(sizes -> {
          List<Dim> kernel = new ArrayList<>(sizes.length);
          for (long size : positive(sizes, "kernel_shape")) {
            kernel.add(Dim.of(size));
          }
          return kernel;
        });
  }

  /** Extents of the window, one for each spatial axis. */
  List<Dim> kernel() {
    return kernel;
  }

  Padding padding() {
    return padding;
  }

  long stride(int spatialAxis) {
    return strides[spatialAxis];
  }

  /** {@code dilation * (kernel - 1)}, the distance between the first and the last tap. */
  static long reach(long dilation, long size) {
    return Math.multiplyExact(dilation, size - 1);
  }

  long dilation(int spatialAxis) {
    return dilations[spatialAxis];
  }

  /** The padding at both ends of an axis together. */
  long padded(int spatialAxis) {
    return Math.addExact(pads[spatialAxis], pads[spatialAxis + kernel.size()]);
  }

  /** The extents that the window gives on the spatial axes 2… of {@code input}. */
  List<Dim> output(Shape input, boolean ceil) {
    List<Dim> dims = new ArrayList<>(kernel.size());
    for (int i = 0; i < kernel.size(); i++) {
      dims.add(output(input.dim(i + 2), i, ceil));
    }
    return dims;
  }

  private Dim output(Dim input, int i, boolean ceil) {
    return switch (padding) {
      case SAME_UPPER, SAME_LOWER ->
          strides[i] == 1
              ? input
              : input instanceof Dim.Known(long size)
                  ? Dim.of(Math.ceilDiv(size, strides[i]))
                  : Dim.UNKNOWN;
      case UNCLEAR -> Dim.UNKNOWN;
      case VALID -> placed(input, i, 0, 0, ceil);
      case NOTSET -> placed(input, i, pads[i], pads[i + kernel.size()], ceil);
    };
  }

  /**
   * {@code floor((input + pads - dilation * (kernel - 1) - 1) / stride) + 1}, as the definition of
   * Conv and of the pooling operators says.
   */
  private Dim placed(Dim input, int i, long begin, long end, boolean ceil) {
    if (!(kernel.get(i) instanceof Dim.Known(long size))) {
      return Dim.UNKNOWN;
    }
    long reach = reach(dilations[i], size);
    long padded = Math.addExact(begin, end);
    if (strides[i] == 1 && padded == reach) {
      return input;
    }
    if (!(input instanceof Dim.Known(long extent))) {
      return Dim.UNKNOWN;
    }
    long room = Math.subtractExact(Math.addExact(extent, padded), Math.addExact(reach, 1));
    if (room < 0) {
      return Dim.UNKNOWN;
    }
    if (!ceil) {
      return Dim.of(room / strides[i] + 1);
    }
    long windows = Math.ceilDiv(room, strides[i]) + 1;
    // A last window that starts in the end padding counts for some runtimes and not for others.
    return (windows - 1) * strides[i] >= extent + begin ? Dim.UNKNOWN : Dim.of(windows);
  }
}
