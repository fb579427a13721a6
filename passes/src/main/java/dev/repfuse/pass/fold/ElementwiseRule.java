package dev.repfuse.pass.fold;

import dev.repfuse.ir.Node;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rule A4, arithmetic with a constant per channel, and the node side of rule A5, sums of values.
 */
final class ElementwiseRule {
  private ElementwiseRule() {}

  static Step step(Node node, Facts facts) {
    if (node.is("Neg")) {
      return Step.of(node.input(0), (operands, layout) -> scale(operands.getFirst(), -1));
    }
    if (node.is("Sum")) {
      return sum(node);
    }
    Value left = node.input(0);
    Value right = node.input(1);
    Optional<Tensor> leftConstant = facts.constant(left);
    Optional<Tensor> rightConstant = facts.constant(right);
    if (leftConstant.isPresent() && rightConstant.isPresent()) {
      return new Step.Opaque();
    }
    if (rightConstant.isPresent()) {
      return withConstant(node, left, rightConstant.get(), false);
    }
    if (leftConstant.isPresent()) {
      return withConstant(node, right, leftConstant.get(), true);
    }
    return switch (node.opType()) {
      case "Mul" -> Step.blocked(Reason.PRODUCT_OF_VALUES, "");
      case "Div" -> Step.blocked(Reason.DIVIDES_BY_VALUE, "");
      default ->
          new Step.Linear(
              List.of(left, right),
              (operands, layout) ->
                  Addition.of(operands.get(0), operands.get(1), node.is("Sub") ? -1 : 1));
    };
  }

  private static Step sum(Node node) {
    return new Step.Linear(
        new ArrayList<>(node.inputs()), (operands, layout) -> Addition.ofAll(operands));
  }

  private static Step withConstant(Node node, Value value, Tensor constant, boolean constantFirst) {
    if (!constant.type().isFloating()) {
      return new Step.Opaque();
    }
    if (node.is("Div") && constantFirst) {
      return Step.blocked(Reason.DIVIDES_BY_VALUE, "");
    }
    return Step.of(
        value,
        (operands, layout) ->
            switch (perChannel(constant, operands.getFirst().geometry().out(), layout)) {
              case PerChannel.Refused(Expression.Refusal refusal) -> refusal;
              case PerChannel.Numbers(double[] numbers) ->
                  apply(node, operands.getFirst(), numbers, constantFirst);
            });
  }

  private static Expression apply(
      Node node, Affine value, double[] constant, boolean constantFirst) {
    int out = constant.length;
    double[] factor = filled(out, 1);
    double[] shift = new double[out];
    boolean shifts = node.is("Add") || node.is("Sub");
    for (int c = 0; c < out; c++) {
      switch (node.opType()) {
        case "Mul" -> factor[c] = constant[c];
        case "Div" -> factor[c] = 1 / constant[c];
        case "Add" -> shift[c] = constant[c];
        default -> {
          factor[c] = constantFirst ? -1 : 1;
          shift[c] = constantFirst ? constant[c] : -constant[c];
        }
      }
      if (!Double.isFinite(factor[c]) || !Double.isFinite(shift[c])) {
        return Expression.refused(Reason.NOT_FINITE, "channel " + c);
      }
    }
    return value.scaledAndShifted(factor, shift, shifts);
  }

  private static Expression scale(Affine value, double factor) {
    int out = value.geometry().out();
    return value.scaledAndShifted(filled(out, factor), new double[out], false);
  }

  static double[] filled(int length, double value) {
    double[] array = new double[length];
    java.util.Arrays.fill(array, value);
    return array;
  }

  /** A constant as one number a channel. */
  private sealed interface PerChannel {
    @SuppressWarnings("ArrayRecordComponent")
    record Numbers(double[] numbers) implements PerChannel {}

    record Refused(Expression.Refusal refusal) implements PerChannel {}
  }

  /** Reads a constant that broadcasts against [N, C, …] or […, C] as one number a channel. */
  private static PerChannel perChannel(Tensor constant, int channels, Layout layout) {
    Shape shape = constant.shape();
    if (shape.rank() > layout.rank()) {
      return refused(Reason.WIDENS, "the constant has shape " + shape);
    }
    int channelAxis = layout.channelAxis() - (layout.rank() - shape.rank());
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (axis != channelAxis && !shape.dim(axis).is(1)) {
        return refused(Reason.NOT_PER_CHANNEL, "the constant has shape " + shape);
      }
    }
    double[] numbers = constant.doubles();
    if (numbers.length == channels) {
      return new PerChannel.Numbers(numbers);
    }
    if (numbers.length == 1) {
      return new PerChannel.Numbers(filled(channels, numbers[0]));
    }
    return refused(Reason.WIDENS, "%d channels meet a constant of %s".formatted(channels, shape));
  }

  private static PerChannel refused(Reason reason, String detail) {
    return new PerChannel.Refused(new Expression.Refusal(reason, detail));
  }
}
