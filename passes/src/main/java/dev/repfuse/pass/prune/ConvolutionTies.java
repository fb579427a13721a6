package dev.repfuse.pass.prune;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;
import java.util.List;
import java.util.OptionalLong;

/**
 * Conv and ConvTranspose. Depthwise groups go as a whole. Where a group has several input channels,
 * all groups lose the same ones, so that they stay equally large.
 */
final class ConvolutionTies {
  private ConvolutionTies() {}

  /** x[N,C,…], w[M,C/group,…], b[M] to y[N,M,…]. */
  static void conv(Node node, Ties ties) {
    relate(node, ties, 0);
  }

  /** The same with something of the result's shape that is added to it. */
  static void fused(Node node, Ties ties) {
    relate(node, ties, 0);
    if (node.inputs().size() > 3) {
      ElementwiseTies.broadcast(node, ties, node.input(3), node.output(0));
    }
  }

  /** x[N,C,…], w[C,M/group,…], b[M] to y[N,M,…]. */
  static void transposed(Node node, Ties ties) {
    relate(node, ties, 1);
  }

  private static void relate(Node node, Ties ties, int outputAxis) {
    Value x = node.input(0);
    Value w = node.input(1);
    Value y = node.output(0);
    long group = node.intAttribute("group", 1);
    OptionalLong inputs = ties.extent(x, 1);
    OptionalLong outputs = ties.extent(y, 1);
    int rank = ties.rank(w);
    if (inputs.isEmpty()
        || outputs.isEmpty()
        || rank < 3
        || ties.rank(x) != rank
        || group < 1
        || inputs.getAsLong() % group != 0
        || outputs.getAsLong() % group != 0) {
      UnknownTies.pin(node, ties, "a number of channels is not known");
      return;
    }
    ties.tie(node, x, 0, y, 0);
    for (Value value : List.of(x, w, y)) {
      for (int axis = 2; axis < rank; axis++) {
        ties.pin(node, value, axis, "a window slides over the axis");
      }
    }
    if (node.inputs().size() > 2 && node.input(2) instanceof NamedValue) {
      ties.tie(node, node.input(2), 0, y, 1);
    }
    boolean rowsAreOutputs = outputAxis == 0;
    ties.isFilters(w, outputAxis);
    ties.tie(node, w, 0, rowsAreOutputs ? y : x, 1);
    if (group == 1) {
      ties.tie(node, w, 1, rowsAreOutputs ? x : y, 1);
      ties.contracts(node, 0, 1);
    } else {
      new Groups(node, ties, (int) group).relate(x, y, rowsAreOutputs ? x : y);
    }
  }

  /** A convolution in several groups. */
  private record Groups(Node node, Ties ties, int group) {
    /**
     * Ties input and output channels; {@code columns} is the one that the kernel's axis 1 counts.
     */
    void relate(Value x, Value y, Value columns) {
      Atoms.Line inputs = ties.line(x, 1).orElseThrow();
      Atoms.Line outputs = ties.line(y, 1).orElseThrow();
      int wide = inputs.extent() / group;
      if (wide == 1) {
        int multiplier = outputs.extent() / group;
        for (int i = 0; i < outputs.extent(); i++) {
          ties.atoms().join(outputs.at(i), inputs.at(i / multiplier));
        }
        ties.pin(node, node.input(1), 1, "a depthwise group goes as a whole");
        return;
      }
      alike(inputs);
      alike(outputs);
      Atoms.Line counted = ties.line(columns, 1).orElseThrow();
      ties.line(node.input(1), 1)
          .ifPresent(line -> {
            for (int i = 0; i < line.extent(); i++) {
              ties.atoms().join(line.at(i), counted.at(i));
            }
          });
      ties.contracts(node, 0, 1);
    }

    /** Channels that have the same place in their groups go together. */
    private void alike(Atoms.Line line) {
      int wide = line.extent() / group;
      for (int i = wide; i < line.extent(); i++) {
        ties.atoms().join(line.at(i), line.at(i % wide));
      }
    }
  }
}
