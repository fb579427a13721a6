package dev.repfuse.pass.prune;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import java.util.OptionalLong;

/** Operators that treat each element by itself, with broadcasting. */
final class ElementwiseTies {
  private ElementwiseTies() {}

  /** All inputs are broadcast to the output. */
  static void all(Node node, Ties ties) {
    for (Value input : node.inputs()) {
      broadcast(node, ties, input, node.output(0));
    }
  }

  /** The first input has the output's shape; others are parameters that have no axes. */
  static void first(Node node, Ties ties) {
    broadcast(node, ties, node.input(0), node.output(0));
    for (Value output : node.outputs().subList(1, node.outputs().size())) {
      broadcast(node, ties, output, node.output(0));
    }
  }

  /** QuantizeLinear and DequantizeLinear: scale and zero point for all, or along one axis. */
  static void quantize(Node node, Ties ties) {
    Value x = node.input(0);
    broadcast(node, ties, x, node.output(0));
    int rank = ties.rank(x);
    long axis = node.intAttribute("axis", 1);
    for (Value parameter : node.inputs().subList(1, node.inputs().size())) {
      if (ties.rank(parameter) == 1 && ties.extent(parameter, 0).orElse(0) != 1) {
        ties.tie(node, parameter, 0, x, Shape.axis(axis, rank));
      } else if (ties.rank(parameter) > 1) {
        UnknownTies.pin(node, ties, "it is quantized in blocks");
      }
    }
  }

  /** Ties the axes of an operand to those of the result, the last one to the last one. */
  static void broadcast(Node node, Ties ties, Value operand, Value result) {
    int rank = ties.rank(operand);
    int shift = ties.rank(result) - rank;
    for (int axis = 0; axis < rank; axis++) {
      broadcastAxis(node, ties, operand, axis, result, axis + shift);
    }
  }

  /** Ties an axis unless its only element is repeated. */
  static void broadcastAxis(
      Node node, Ties ties, Value operand, int axis, Value result, int axisOfResult) {
    if (axis < 0) {
      return;
    }
    OptionalLong own = ties.extent(operand, axis);
    OptionalLong made = axisOfResult < 0 ? OptionalLong.empty() : ties.extent(result, axisOfResult);
    boolean repeated = own.isPresent() && own.getAsLong() == 1 && !made.equals(own);
    if (!repeated) {
      ties.tie(node, operand, axis, result, axisOfResult);
    }
  }
}
