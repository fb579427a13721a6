package dev.repfuse.prove;

import dev.repfuse.ir.Node;
import java.util.Optional;

/**
 * How windows lie along the spatial axes: window number p covers the elements {@code stride·p −
 * begin + dilation·i} for each tap i.
 */
@SuppressWarnings("ArrayRecordComponent")
record Window(int[] kernel, int[] stride, int[] dilation, int[] begin, int[] end) {

  /**
   * Reads the attributes that Conv and the pools share.
   *
   * @param kernel extents of the kernel
   * @param extents spatial extents of the operand; auto_pad depends on them
   */
  static Window of(Node node, int[] kernel, int[] extents) {
    int axes = kernel.length;
    int[] stride = ints(node, "strides", axes, 1);
    int[] dilation = ints(node, "dilations", axes, 1);
    int[] pads = ints(node, "pads", 2 * axes, 0);
    int[] begin = new int[axes];
    int[] end = new int[axes];
    String automatic = node.stringAttribute("auto_pad", "NOTSET");
    for (int axis = 0; axis < axes; axis++) {
      switch (automatic) {
        case "NOTSET" -> {
          begin[axis] = pads[axis];
          end[axis] = pads[axes + axis];
        }
        case "VALID" -> {}
        case "SAME_UPPER", "SAME_LOWER" -> {
          int windows = Math.ceilDiv(extents[axis], stride[axis]);
          int reach = dilation[axis] * (kernel[axis] - 1) + 1;
          int total = Math.max(0, (windows - 1) * stride[axis] + reach - extents[axis]);
          int less = total / 2;
          begin[axis] = automatic.equals("SAME_UPPER") ? less : total - less;
          end[axis] = total - begin[axis];
        }
        default -> throw new Unprovable("auto_pad " + automatic);
      }
    }
    return new Window(kernel, stride, dilation, begin, end);
  }

  static int[] ints(Node node, String attribute, int length, int otherwise) {
    Optional<long[]> values = node.intsAttribute(attribute);
    if (values.isPresent() && values.get().length != length) {
      throw new Unprovable("%s of %s has another length".formatted(attribute, node));
    }
    int[] ints = new int[length];
    for (int i = 0; i < length; i++) {
      ints[i] = values.isPresent() ? Math.toIntExact(values.get()[i]) : otherwise;
    }
    return ints;
  }

  /** The number of windows along an axis of this extent. */
  int count(int axis, int extent) {
    int room = extent + begin[axis] + end[axis] - dilation[axis] * (kernel[axis] - 1) - 1;
    return room < 0 ? 0 : room / stride[axis] + 1;
  }

  /** The number of windows along each axis. */
  int[] counts(int[] extents) {
    int[] counts = new int[extents.length];
    for (int axis = 0; axis < counts.length; axis++) {
      counts[axis] = count(axis, extents[axis]);
    }
    return counts;
  }

  /** Whether any element outside of the operand is covered. */
  boolean pads() {
    for (int axis = 0; axis < kernel.length; axis++) {
      if (begin[axis] != 0 || end[axis] != 0) {
        return true;
      }
    }
    return false;
  }

  /** Every (window, tap, element) of which the element lies inside, in the order of windows. */
  void cover(int[] extents, Covering covering) {
    int[] counts = counts(extents);
    int windows = Indexing.size(counts);
    int taps = Indexing.size(kernel);
    for (int p = 0; p < windows; p++) {
      int[] window = Indexing.position(p, counts);
      for (int t = 0; t < taps; t++) {
        int[] tap = Indexing.position(t, kernel);
        int place = 0;
        boolean inside = true;
        for (int axis = 0; axis < extents.length && inside; axis++) {
          int at = stride[axis] * window[axis] - begin[axis] + dilation[axis] * tap[axis];
          inside = at >= 0 && at < extents[axis];
          place = place * extents[axis] + at;
        }
        if (inside) {
          covering.covers(p, t, place);
        }
      }
    }
  }

  /** Is told what the windows cover. */
  @FunctionalInterface
  interface Covering {
    void covers(int window, int tap, int element);
  }
}
