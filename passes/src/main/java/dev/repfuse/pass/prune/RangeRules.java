package dev.repfuse.pass.prune;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** What each operator makes of the bounds of what it reads; of other operators nothing is known. */
final class RangeRules {
  private final Ranges ranges;
  private final Ties ties;

  RangeRules(Ranges ranges, Ties ties) {
    this.ranges = ranges;
    this.ties = ties;
  }

  /** Tells the bounds at each position of a result's axis, whose atoms the line has. */
  IntFunction<Range> of(Node node, Result result, int axis, Atoms.Line line) {
    return switch (node.opType()) {
      case "Conv", "ConvTranspose", "Gemm", "MatMul" -> weighted(node, result, axis);
      case "BatchNormalization" -> axis == 1 ? i -> normalized(node, i) : RangeRules::unknown;
      case "InstanceNormalization" -> axis == 1 ? i -> scaledAway(node, i) : RangeRules::unknown;
      case "Softmax" -> i -> new Range(0, 1);
      case "Add", "Sum" -> joined(node, result, axis, Range::plus);
      case "Sub" -> joined(node, result, axis, Range::minus);
      case "Mul" -> joined(node, result, axis, Range::times);
      case "Div" -> joined(node, result, axis, Range::dividedBy);
      case "Max" -> joined(node, result, axis, Range::max);
      case "Min" -> joined(node, result, axis, Range::min);
      case "Mean" -> {
        IntFunction<Range> sum = joined(node, result, axis, Range::plus);
        yield i -> sum.apply(i).times(1.0 / node.inputs().size());
      }
      case "PRelu" -> {
        IntFunction<Range> slope = operand(node.input(1), result, axis);
        yield i -> Activations.leaky(ranges.at(node.input(0), axis, i), slope.apply(i));
      }
      case "Concat" -> kept(node, node.inputs(), axis, line, x -> x);
      default -> single(node, axis, line);
    };
  }

  private static Range unknown(int position) {
    return Range.ALL;
  }

  /** Operators whose first operand is all that is changed. */
  private IntFunction<Range> single(Node node, int axis, Atoms.Line line) {
    Optional<UnaryOperator<Range>> activation = Activations.of(node, ties.facts());
    if (activation.isPresent()) {
      return i -> activation.get().apply(ranges.at(node.input(0), axis, i));
    }
    return Passing.of(node, ties)
        .map(passing -> kept(node, node.inputs().subList(0, 1), axis, line, passing))
        .orElse(RangeRules::unknown);
  }

  private IntFunction<Range> weighted(Node node, Result result, int axis) {
    int channels = node.is("MatMul") ? ties.rank(result) - 1 : 1;
    Optional<WeightedSum> sum = axis == channels ? WeightedSum.of(node, ties) : Optional.empty();
    return sum.isPresent() ? new SumBounds(sum.get(), ranges)::of : RangeRules::unknown;
  }

  /** (x - mean) · scale / √(variance + epsilon) + shift, with the numbers of the model. */
  private Range normalized(Node node, int channel) {
    Range scale = ranges.at(node.input(1), 0, channel);
    Range shift = ranges.at(node.input(2), 0, channel);
    Range mean = ranges.at(node.input(3), 0, channel);
    Range variance = ranges.at(node.input(4), 0, channel);
    if (node.outputs().size() > 1
        || node.intAttribute("training_mode", 0) != 0
        || !(scale.isConstant() && mean.isConstant() && variance.isConstant())) {
      return Range.ALL;
    }
    double deviation = Math.sqrt(variance.low() + node.floatAttribute("epsilon", 1e-5f));
    Range centred = ranges.at(node.input(0), 1, channel).minus(mean);
    return centred.times(scale.low() / deviation).plus(shift);
  }

  /** Statistics are not known, but what is scaled by zero is the shift. */
  private Range scaledAway(Node node, int channel) {
    return ranges.at(node.input(1), 0, channel).isZero()
        ? ranges.at(node.input(2), 0, channel)
        : Range.ALL;
  }

  private IntFunction<Range> joined(
      Node node, Result result, int axis, BinaryOperator<Range> operator) {
    List<IntFunction<Range>> operands =
        node.inputs().stream().map(operand -> operand(operand, result, axis)).toList();
    return i -> operands.stream().map(operand -> operand.apply(i)).reduce(operator).orElseThrow();
  }

  /** Tells the bounds of what an operand that may be repeated gives a position of the result. */
  private IntFunction<Range> operand(Value operand, Result result, int axis) {
    if (isRepeated(operand, result, axis)) {
      Range whole = ranges.whole(operand);
      return i -> whole;
    }
    int own = ownAxis(operand, result, axis);
    return i -> ranges.at(operand, own, i);
  }

  /** The operand's axis that is broadcast to an axis of the result; negative if it has none. */
  private int ownAxis(Value operand, Value result, int axis) {
    return axis - ties.rank(result) + ties.rank(operand);
  }

  /** Whether all positions of an axis hold the same of the operand. */
  private boolean isRepeated(Value operand, Value result, int axis) {
    int own = ownAxis(operand, result, axis);
    return own < 0 || ties.extent(operand, own).orElse(0) == 1;
  }

  /**
   * Positions of a result hold what the inputs hold at the positions that the node tied them to; a
   * single one, or those that only repeat one, hold all that there is.
   */
  private IntFunction<Range> kept(
      Node node, List<Value> inputs, int axis, Atoms.Line line, UnaryOperator<Range> then) {
    if (ties.isHeldBy(node, line)) {
      return RangeRules::unknown;
    }
    boolean repeats = node.is("Expand") && isRepeated(node.input(0), node.output(0), axis);
    if (line.extent() == 1 || repeats) {
      Range whole = inputs.stream().map(ranges::whole).reduce(Range::or).orElseThrow();
      return i -> then.apply(whole);
    }
    Map<Integer, Range> held = new HashMap<>();
    for (Value input : inputs) {
      for (int from = 0; from < ties.rank(input); from++) {
        if (input instanceof NamedValue named && ties.lines().containsKey(new Place(named, from))) {
          Atoms.Line own = ties.lineOf(new Place(named, from));
          for (int i = 0; i < own.extent(); i++) {
            held.merge(ties.atoms().classOf(own.at(i)), ranges.at(input, from, i), Range::or);
          }
        }
      }
    }
    return i -> {
      int atomClass = ties.atoms().classOf(line.at(i));
      return held.containsKey(atomClass)
          ? then.apply(Objects.requireNonNull(held.get(atomClass)))
          : Range.ALL;
    };
  }
}
