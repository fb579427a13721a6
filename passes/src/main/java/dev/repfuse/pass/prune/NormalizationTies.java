package dev.repfuse.pass.prune;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import java.util.List;
import java.util.Optional;

/**
 * Normalizations. Statistics that are taken over an axis would change with it, so it stays; groups
 * of channels that have statistics of their own go as a whole.
 */
final class NormalizationTies {
  private static final String STATISTICS = "statistics are taken over the axis";

  private NormalizationTies() {}

  /** BatchNormalization: a scale, a shift, a mean and a variance for each channel. */
  static void batch(Node node, Ties ties) {
    Value x = node.input(0);
    ElementwiseTies.broadcast(node, ties, x, node.output(0));
    parameters(node, ties);
    ties.isScale(node.input(1));
    for (Value output : node.outputs().subList(1, node.outputs().size())) {
      ties.tie(node, output, 0, x, 1);
    }
  }

  /** InstanceNormalization: statistics for each channel of a sample. */
  static void instance(Node node, Ties ties) {
    ElementwiseTies.broadcast(node, ties, node.input(0), node.output(0));
    parameters(node, ties);
    for (int axis = 2; axis < ties.rank(node.input(0)); axis++) {
      ties.pin(node, node.input(0), axis, STATISTICS);
    }
  }

  /** LayerNormalization and relatives: statistics over all axes from {@code axis} on. */
  static void layer(Node node, Ties ties) {
    Value x = node.input(0);
    Value y = node.output(0);
    int rank = ties.rank(x);
    int first = (int) node.intAttribute("axis", -1);
    ElementwiseTies.broadcast(node, ties, x, y);
    for (int axis = Shape.axis(first, rank); axis < rank; axis++) {
      ties.pin(node, x, axis, STATISTICS);
    }
    for (Value parameter : node.inputs().subList(1, node.inputs().size())) {
      ElementwiseTies.broadcast(node, ties, parameter, y);
    }
    for (Value statistics : node.outputs().subList(1, node.outputs().size())) {
      ElementwiseTies.broadcast(node, ties, statistics, y);
    }
  }

  /** GroupNormalization: a group of channels goes as a whole. */
  static void group(Node node, Ties ties) {
    Value x = node.input(0);
    ElementwiseTies.broadcast(node, ties, x, node.output(0));
    for (int axis = 2; axis < ties.rank(x); axis++) {
      ties.pin(node, x, axis, STATISTICS);
    }
    Optional<Atoms.Line> channels = ties.line(x, 1);
    int groups = (int) node.intAttribute("num_groups", 1);
    if (channels.isEmpty() || groups < 1 || channels.get().extent() % groups != 0) {
      UnknownTies.pin(node, ties, "a number of channels is not known");
      return;
    }
    Atoms.Line line = channels.get();
    int wide = line.extent() / groups;
    for (int i = 0; i < line.extent(); i++) {
      ties.atoms().join(line.at(i), line.at(i / wide * wide));
    }
    for (Value parameter : node.inputs().subList(1, 3)) {
      ties.line(parameter, 0)
          .ifPresent(own -> {
            int share = line.extent() / own.extent();
            for (int i = 0; i < own.extent(); i++) {
              ties.atoms().join(own.at(i), line.at(i * share));
            }
          });
    }
  }

  /** Softmax and LogSoftmax: exponentials are summed, in old operator sets over all later axes. */
  static void softmax(Node node, Ties ties) {
    Value x = node.input(0);
    int rank = ties.rank(x);
    boolean alone = ties.facts().opset() >= 13;
    int first = (int) node.intAttribute("axis", alone ? -1 : 1);
    int from = Shape.axis(first, rank);
    ElementwiseTies.broadcast(node, ties, x, node.output(0));
    for (int axis = from; axis < (alone ? from + 1 : rank); axis++) {
      ties.pin(node, x, axis, "exponentials are summed over the axis");
    }
  }

  private static void parameters(Node node, Ties ties) {
    List<Value> inputs = node.inputs();
    for (Value parameter : inputs.subList(1, inputs.size())) {
      ties.tie(node, parameter, 0, inputs.getFirst(), 1);
    }
  }
}
