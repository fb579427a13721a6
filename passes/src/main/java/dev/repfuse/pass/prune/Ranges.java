package dev.repfuse.pass.prune;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Between which bounds lies what a network holds at each position of its axes, whatever it reads,
 * as long as it is finite: interval arithmetic, channel by channel. What is known of no bounds is
 * left out.
 */
final class Ranges {
  private final Ties ties;
  private final Masks masks;
  private final RangeRules rules;
  private final Map<Place, List<Range>> known = new HashMap<>();

  /** Tells which positions that a node sums over are masked, and so zero to it. */
  @FunctionalInterface
  interface Masks {
    BitSet of(Node node, int axis);
  }

  /**
   * Nothing is known yet.
   *
   * @param masks of first operands
   */
  Ranges(Ties ties, Masks masks) {
    this.ties = ties;
    this.masks = masks;
    this.rules = new RangeRules(this, ties);
  }

  /** What is known of the graph that was looked at, if nothing is masked. */
  static Ranges of(Iterable<Node> nodes, Ties ties) {
    Ranges ranges = new Ranges(ties, (node, axis) -> new BitSet());
    nodes.forEach(ranges::learn);
    return ranges;
  }

  /** Takes in a node, once all are known that it reads of. */
  void learn(Node node) {
    if (ties.facts().isStandard(node)) {
      for (Result result : node.results()) {
        if (ties.facts().element(result).isFloating()) {
          learn(node, result);
        }
      }
    }
  }

  private void learn(Node node, Result result) {
    for (int axis = 0; axis < ties.rank(result); axis++) {
      Place place = new Place(result, axis);
      Atoms.Line line = ties.lines().get(place);
      if (line == null) {
        continue;
      }
      IntFunction<Range> rule = rules.of(node, result, axis, line);
      List<Range> found = new ArrayList<>(line.extent());
      for (int i = 0; i < line.extent(); i++) {
        found.add(rule.apply(i));
      }
      if (!found.stream().allMatch(Range.ALL::equals)) {
        known.put(place, found);
      }
    }
  }

  /** The bounds of all elements at a position of an axis. */
  Range at(Value value, int axis, int position) {
    if (!(value instanceof NamedValue named)) {
      return Range.ALL;
    }
    Place place = new Place(named, axis);
    List<Range> found =
        named instanceof Initializer constant
            ? known.computeIfAbsent(place, p -> inConstant(constant, p.axis()))
            : known.getOrDefault(place, List.of());
    return position < found.size() ? found.get(position) : Range.ALL;
  }

  /** The bounds of what a node reads of its first operand at each position that it sums over. */
  List<Range> read(Node node, int axis, int extent) {
    BitSet masked = masks.of(node, axis);
    List<Range> read = new ArrayList<>(extent);
    for (int i = 0; i < extent; i++) {
      read.add(masked.get(i) ? Range.ZERO : at(node.input(0), axis, i));
    }
    return read;
  }

  /** The bounds of all elements of a value. */
  Range whole(Value value) {
    if (value instanceof Initializer constant) {
      double[] numbers = numbers(constant);
      Range all = numbers.length == 0 ? Range.ALL : Range.of(numbers[0]);
      for (double number : numbers) {
        all = all.or(Range.of(number));
      }
      return all;
    }
    Range narrowest = Range.ALL;
    if (value instanceof NamedValue named) {
      for (int axis = 0; axis < ties.rank(value); axis++) {
        List<Range> found = known.getOrDefault(new Place(named, axis), List.of());
        Range along = found.stream().reduce(Range::or).orElse(Range.ALL);
        narrowest =
            Range.between(
                Math.max(narrowest.low(), along.low()), Math.min(narrowest.high(), along.high()));
      }
    }
    return narrowest;
  }

  int rank(Value value) {
    return ties.rank(value);
  }

  /** How long an axis is; 0 if that is not known. */
  long extent(Value value, int axis) {
    return ties.extent(value, axis).orElse(0);
  }

  private double[] numbers(Initializer constant) {
    return ties.facts().constant(constant).map(Tensor::doubles).orElse(new double[0]);
  }

  private List<Range> inConstant(Initializer constant, int axis) {
    Optional<Tensor> tensor = ties.facts().constant(constant);
    if (tensor.isEmpty() || axis >= tensor.get().shape().rank()) {
      return List.of();
    }
    long[] extents = tensor.get().shape().sizes().orElseThrow();
    int inner = 1;
    for (int i = axis + 1; i < extents.length; i++) {
      inner *= (int) extents[i];
    }
    int extent = (int) extents[axis];
    double[] low = new double[extent];
    double[] high = new double[extent];
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    double[] numbers = tensor.get().doubles();
    for (int i = 0; i < numbers.length; i++) {
      int position = i / inner % extent;
      low[position] = Math.min(low[position], numbers[i]);
      high[position] = Math.max(high[position], numbers[i]);
    }
    List<Range> found = new ArrayList<>(extent);
    for (int i = 0; i < extent; i++) {
      found.add(Range.between(low[i], high[i]));
    }
    return found;
  }
}
