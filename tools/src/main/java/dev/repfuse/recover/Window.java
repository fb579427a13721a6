package dev.repfuse.recover;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import java.util.Optional;

/** What one output position of a 2-D convolution reads; of a linear layer, its whole input. */
record Window(
    int rows,
    int columns,
    int strideDown,
    int strideAlong,
    int padTop,
    int padLeft,
    int dilationDown,
    int dilationAlong) {

  /** A node's window; empty for other ranks, and where padding depends on the size. */
  static Optional<Window> of(Node node, Shape weight) {
    if (weight.rank() == 2) {
      return Optional.of(new Window(1, 1, 1, 1, 0, 0, 1, 1));
    }
    if (weight.rank() != 4 || !node.stringAttribute("auto_pad", "NOTSET").equals("NOTSET")) {
      return Optional.empty();
    }
    long[] strides = node.intsAttribute("strides").orElse(new long[] {1, 1});
    long[] pads = node.intsAttribute("pads").orElse(new long[] {0, 0, 0, 0});
    long[] dilations = node.intsAttribute("dilations").orElse(new long[] {1, 1});
    return Optional.of(
        new Window(
            (int) weight.size(2).orElseThrow(),
            (int) weight.size(3).orElseThrow(),
            (int) strides[0],
            (int) strides[1],
            (int) pads[0],
            (int) pads[1],
            (int) dilations[0],
            (int) dilations[1]));
  }

  /** Elements of each channel. */
  int size() {
    return rows * columns;
  }

  /**
   * Reads a window, channel by channel, as weights lie.
   *
   * @param output the extents of the layer's output
   * @param position of the output, row by row
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
    int channels = (int) shape.size(1).orElseThrow();
    int height = shape.rank() > 2 ? (int) shape.size(2).orElseThrow() : 1;
    int width = shape.rank() > 2 ? (int) shape.size(3).orElseThrow() : 1;
    int along = output.length > 3 ? (int) output[3] : 1;
    int top = position / along * strideDown - padTop;
    int left = position % along * strideAlong - padLeft;
    int at = 0;
    for (int channel = 0; channel < count; channel++) {
      int plane = (sample * channels + firstChannel + channel) * height * width;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          int y = top + row * dilationDown;
          int x = left + column * dilationAlong;
          if (y >= 0 && y < height && x >= 0 && x < width) {
            into[at] = input[plane + y * width + x];
          }
          at++;
        }
      }
    }
  }
}
