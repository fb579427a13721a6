package dev.repfuse.recover;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import java.util.Arrays;
import java.util.Optional;

/**
 * What one output position of a convolution reads, along any number of axes; of a linear layer, its
 * whole input. A transposed convolution reads position i with tap k where i · stride + k · dilation
 * - pad is the output's.
 */
final class Window {
  private final int[] kernel;
  private final int[] strides;
  private final int[] pads;
  private final int[] dilations;
  private final boolean transposed;

  private Window(Node node, int[] kernel) {
    int axes = kernel.length;
    this.kernel = kernel;
    this.strides = numbers(node, "strides", axes, 1);
    this.pads = numbers(node, "pads", axes, 0);
    this.dilations = numbers(node, "dilations", axes, 1);
    this.transposed = node.is("ConvTranspose");
  }

  private static int[] numbers(Node node, String attribute, int axes, int otherwise) {
    int[] numbers = new int[axes];
    Arrays.fill(numbers, otherwise);
    node.intsAttribute(attribute)
        .ifPresent(given -> Arrays.setAll(numbers, axis -> (int) given[axis]));
    return numbers;
  }

  /** A node's window; empty where padding depends on the size. */
  static Optional<Window> of(Node node, Shape weight) {
    boolean fixed =
        node.stringAttribute("auto_pad", "NOTSET").equals("NOTSET")
            && node.attribute("output_shape").isEmpty();
    long[] extents = weight.sizes().orElseThrow();
    int[] kernel = Arrays.stream(extents).skip(2).mapToInt(extent -> (int) extent).toArray();
    return fixed ? Optional.of(new Window(node, kernel)) : Optional.empty();
  }

  /** Elements of each channel. */
  int size() {
    return Arrays.stream(kernel).reduce(1, (a, b) -> a * b);
  }

  /**
   * Reads a window, channel by channel, as weights lie.
   *
   * @param input [samples, channels, …]
   * @param output the extents of the layer's output
   * @param position of the output, the last axis fastest
   * @param firstChannel of the group
   * @param count how many channels the group reads
   * @param into zeros, which padding leaves
   */
  void read(
      double[] input,
      Shape shape,
      long[] output,
      int sample,
      int position,
      int firstChannel,
      int count,
      double[] into) {
    long[] extents = shape.sizes().orElseThrow();
    int[] at = places(position, output);
    int area = 1;
    for (int axis = 0; axis < kernel.length; axis++) {
      area *= (int) extents[axis + 2];
    }
    for (int tap = 0; tap < size(); tap++) {
      int offset = offset(tap, at, extents);
      for (int channel = 0; offset >= 0 && channel < count; channel++) {
        int plane = (int) (sample * extents[1] + firstChannel + channel) * area;
        into[channel * size() + tap] = input[plane + offset];
      }
    }
  }

  private int[] places(int position, long[] output) {
    int[] at = new int[kernel.length];
    int left = position;
    for (int axis = kernel.length - 1; axis >= 0; axis--) {
      at[axis] = left % (int) output[axis + 2];
      left /= (int) output[axis + 2];
    }
    return at;
  }

  /** Where in a plane a tap reads; -1 if nowhere. */
  private int offset(int tap, int[] at, long[] extents) {
    int offset = 0;
    int inner = 1;
    int left = tap;
    for (int axis = kernel.length - 1; axis >= 0; axis--) {
      int reach = left % kernel[axis] * dilations[axis];
      left /= kernel[axis];
      int read =
          transposed
              ? at[axis] + pads[axis] - reach
              : at[axis] * strides[axis] - pads[axis] + reach;
      if (transposed) {
        read = read % strides[axis] == 0 ? read / strides[axis] : -1;
      }
      if (read < 0 || read >= extents[axis + 2]) {
        return -1;
      }
      offset += read * inner;
      inner *= (int) extents[axis + 2];
    }
    return offset;
  }
}
