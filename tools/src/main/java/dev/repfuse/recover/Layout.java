package dev.repfuse.recover;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;

/** Where a layer stores the weight of an output channel for one of the features that it reads. */
final class Layout {
  private final int outputs;
  private final int columns;
  private final int taps;
  private final int group;
  private final boolean inputsFirst;

  private Layout(int outputs, int columns, int taps, int group, boolean inputsFirst) {
    this.outputs = outputs;
    this.columns = columns;
    this.taps = taps;
    this.group = group;
    this.inputsFirst = inputsFirst;
  }

  /**
   * The layout of a weight [M, C/group, …], or [C, M/group, …] where inputs come first.
   *
   * @param node Conv, ConvTranspose, Gemm or MatMul
   */
  static Layout of(Node node, Shape weight) {
    long[] extents = weight.sizes().orElseThrow();
    int group = (int) node.intAttribute("group", 1);
    int taps = 1;
    for (int axis = 2; axis < extents.length; axis++) {
      taps *= (int) extents[axis];
    }
    boolean inputsFirst =
        switch (node.opType()) {
          case "Conv" -> false;
          case "Gemm" -> node.intAttribute("transB", 0) == 0;
          default -> true;
        };
    int outputs = inputsFirst ? (int) extents[1] * group : (int) extents[0];
    int columns = inputsFirst ? (int) extents[0] / group : (int) extents[1];
    return new Layout(outputs, columns, taps, group, inputsFirst);
  }

  int outputs() {
    return outputs;
  }

  int group() {
    return group;
  }

  /** How many features an output channel reads: those of its group. */
  int features() {
    return columns * taps;
  }

  /** The place of a weight; features are counted channel by channel. */
  int at(int output, int feature) {
    if (!inputsFirst) {
      return output * features() + feature;
    }
    int each = outputs / group;
    int row = output / each * columns + feature / taps;
    return (row * each + output % each) * taps + feature % taps;
  }
}
