package dev.repfuse.pass.fold;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.Optional;

/**
 * The sliding window of a convolution or pooling node, its padding resolved to numbers.
 *
 * @param stride per spatial axis
 * @param dilation per spatial axis
 * @param begin padding in front per spatial axis
 * @param end padding behind per spatial axis
 */
@SuppressWarnings("ArrayRecordComponent")
record Window(long[] kernel, long[] stride, long[] dilation, long[] begin, long[] end) {
  private static final long LARGEST = 1 << 20;

  /** A window, or why there is none. */
  sealed interface Reading {
    record Good(Window window) implements Reading {}

    record Bad(Reason reason, String detail) implements Reading {}
  }

  /** Reads strides, dilations, pads and auto_pad of a node whose kernel has these extents. */
  static Reading read(Node node, long[] kernel, Facts facts) {
    int rank = kernel.length;
    long[] stride = node.intsAttribute("strides").orElse(Geometry.filled(rank, 1));
    long[] dilation = node.intsAttribute("dilations").orElse(Geometry.filled(rank, 1));
    long[] pads = node.intsAttribute("pads").orElse(new long[2 * rank]);
    if (stride.length != rank || dilation.length != rank || pads.length != 2 * rank) {
      return bad("strides, dilations or pads do not fit a kernel of rank " + rank);
    }
    for (int axis = 0; axis < rank; axis++) {
      if (!inRange(kernel[axis]) || !inRange(stride[axis]) || !inRange(dilation[axis])) {
        return bad("a kernel, stride or dilation is out of range");
      }
      if (Math.abs(pads[axis]) > LARGEST || Math.abs(pads[rank + axis]) > LARGEST) {
        return bad("a padding is out of range");
      }
    }
    long[] begin = java.util.Arrays.copyOfRange(pads, 0, rank);
    long[] end = java.util.Arrays.copyOfRange(pads, rank, 2 * rank);
    Window window = new Window(kernel, stride, dilation, begin, end);
    String autoPad = node.stringAttribute("auto_pad", "NOTSET");
    return switch (autoPad) {
      case "NOTSET" -> new Reading.Good(window);
      case "VALID" ->
          new Reading.Good(new Window(kernel, stride, dilation, new long[rank], new long[rank]));
      case "SAME_UPPER", "SAME_LOWER" ->
          window.same(autoPad.equals("SAME_UPPER"), facts.shape(node.input(0)));
      default -> bad("auto_pad is '" + autoPad + "'");
    };
  }

  private static boolean inRange(long value) {
    return value >= 1 && value <= LARGEST;
  }

  private static Reading bad(String detail) {
    return new Reading.Bad(Reason.MALFORMED, detail);
  }

  /** Padding that gives ⌈length / stride⌉ positions; with stride 1 it needs no length. */
  private Reading same(boolean upper, Optional<Shape> input) {
    int rank = kernel.length;
    long[] first = new long[rank];
    long[] last = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      long total = dilation[axis] * (kernel[axis] - 1);
      if (stride[axis] != 1) {
        int inputAxis = axis + 2;
        Optional<Shape> known = input.filter(shape -> shape.size(inputAxis).isPresent());
        if (known.isEmpty()) {
          return new Reading.Bad(Reason.AUTO_PAD_UNKNOWN_SIZE, "");
        }
        long length = known.get().size(inputAxis).getAsLong();
        total =
            Math.max(
                0, (Math.ceilDiv(length, stride[axis]) - 1) * stride[axis] + total + 1 - length);
      }
      first[axis] = upper ? total / 2 : total - total / 2;
      last[axis] = total - first[axis];
    }
    return new Reading.Good(new Window(kernel, stride, dilation, first, last));
  }

  /** The geometry of a convolution with this window. */
  Geometry geometry(int in, int out, int group, long[] extent) {
    int rank = kernel.length;
    long[] offset = new long[rank];
    long[] slack = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      offset[axis] = -begin[axis];
      slack[axis] = begin[axis] + end[axis] - dilation[axis] * (kernel[axis] - 1);
    }
    return new Geometry(in, out, group, kernel, stride, dilation, offset, slack, extent);
  }

  /** Whether any axis is padded. */
  boolean isPadded() {
    for (int axis = 0; axis < begin.length; axis++) {
      if (begin[axis] != 0 || end[axis] != 0) {
        return true;
      }
    }
    return false;
  }
}
