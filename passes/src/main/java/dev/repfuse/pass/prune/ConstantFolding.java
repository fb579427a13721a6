package dev.repfuse.pass.prune;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Node;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Channels that go and are constant, though not zero: what each of them adds to a sum is known, so
 * that something that stays can add it in its place. Where every weight counts at each place of the
 * result, that is the bias. Under padding it is not, since a constant ends where padding begins;
 * there the weights of another constant channel, one that stays, take it in, tap by tap: w(k) +=
 * w(d) · c(d) / c(k).
 */
final class ConstantFolding {
  private final Ties ties;
  private final Kept kept;
  private final Ranges ranges;
  private final Map<Node, List<Ties.Contraction>> sums = new HashMap<>();
  private final Map<Ties.Contraction, BitSet> taken = new HashMap<>();
  private final Map<Initializer, double[]> weights = new LinkedHashMap<>();
  private final Map<BiasPlace, double[]> biases = new LinkedHashMap<>();

  private ConstantFolding(Ties ties, Kept kept) {
    this.ties = ties;
    this.kept = kept;
    this.ranges = new Ranges(ties, this::masked);
  }

  /**
   * What takes in which of the channels that go. Those that nothing takes in are masked, and so not
   * what they were to all that follows.
   *
   * @param nodes in the order in which they run
   */
  static ConstantFolding of(Ties ties, Kept kept, Iterable<Node> nodes) {
    ConstantFolding folding = new ConstantFolding(ties, kept);
    if (kept.changed().isEmpty()) {
      return folding;
    }
    for (Ties.Contraction sum : ties.contractions()) {
      if (sum.input() == 0) {
        folding.sums.computeIfAbsent(sum.node(), node -> new ArrayList<>(1)).add(sum);
      }
    }
    for (Node node : nodes) {
      folding.sums.getOrDefault(node, List.of()).forEach(folding::look);
      folding.ranges.learn(node);
    }
    return folding;
  }

  /** A depthwise convolution sums over no channels and is not masked. */
  private BitSet masked(Node node, int axis) {
    Ties.Contraction sum = new Ties.Contraction(node, 0, axis);
    if (!sums.getOrDefault(node, List.of()).contains(sum)) {
      return new BitSet();
    }
    BitSet masked = kept.gone(node.input(0), axis);
    masked.andNot(taken.getOrDefault(sum, new BitSet()));
    return masked;
  }

  /** Whether a position of the axis that is summed over goes and still counts. */
  boolean takesIn(Ties.Contraction sum, int position) {
    return taken.getOrDefault(sum, new BitSet()).get(position);
  }

  /** Weights with what they take in, all their positions included. */
  Map<Initializer, double[]> weights() {
    return weights;
  }

  /** What is added to biases, for all channels of a result. */
  Map<BiasPlace, double[]> biases() {
    return biases;
  }

  private void look(Ties.Contraction sum) {
    BitSet constants = constants(sum);
    if (constants.isEmpty()) {
      return;
    }
    Optional<WeightedSum> found =
        WeightedSum.of(sum.node(), ties).filter(own -> isFree(own.constant()));
    if (found.isEmpty()) {
      return;
    }
    WeightedSum own = found.get();
    Optional<BiasPlace> bias = own.isUniform() ? BiasPlace.of(own, ties) : Optional.empty();
    if (bias.isPresent()) {
      biases.put(bias.get(), shift(sum, own, constants));
      taken.put(sum, constants);
    } else {
      merge(sum, own, constants);
    }
  }

  /** Positions that go and hold a constant that is not zero. */
  private BitSet constants(Ties.Contraction sum) {
    BitSet found = kept.gone(sum.node().input(0), sum.axis());
    for (int i = found.nextSetBit(0); i >= 0; i = found.nextSetBit(i + 1)) {
      found.set(i, isConstant(sum, i));
    }
    return found;
  }

  private boolean isConstant(Ties.Contraction sum, int position) {
    Range range = ranges.at(sum.node().input(0), sum.axis(), position);
    return range.isConstant() && !range.isZero();
  }

  private double constant(Ties.Contraction sum, int position) {
    return ranges.at(sum.node().input(0), sum.axis(), position).low();
  }

  /** Whether nobody else reads the weights, and they hold enough digits. */
  private boolean isFree(Initializer constant) {
    ElementType type = constant.payload().type();
    return constant.uses().size() == 1
        && ties.facts().constant(constant).isPresent()
        && (type == ElementType.FLOAT || type == ElementType.DOUBLE);
  }

  private double[] shift(Ties.Contraction sum, WeightedSum own, BitSet constants) {
    double[] shift = new double[own.outputs()];
    for (int output = 0; output < shift.length; output++) {
      int first = own.firstInput(output);
      for (int column = 0; column < own.columns(); column++) {
        if (constants.get(first + column)) {
          shift[output] += constant(sum, first + column) * own.sum(output, column);
        }
      }
    }
    return shift;
  }

  /** Lets the first constant channel that stays in the same group of the convolution take in. */
  private void merge(Ties.Contraction sum, WeightedSum own, BitSet constants) {
    double[] merged = own.weights().clone();
    BitSet found = new BitSet();
    for (int output = 0; output < own.outputs(); output++) {
      int first = own.firstInput(output);
      int host = host(sum, own, first);
      for (int column = 0; host >= 0 && column < own.columns(); column++) {
        if (constants.get(first + column)) {
          double share = constant(sum, first + column) / constant(sum, first + host);
          for (int tap = 0; tap < own.taps(); tap++) {
            merged[own.at(output, host) + tap] +=
                share * own.weights()[own.at(output, column) + tap];
          }
          found.set(first + column);
        }
      }
    }
    if (!found.isEmpty()) {
      weights.put(own.constant(), merged);
      taken.put(sum, found);
    }
  }

  /** A column whose channel is constant, not zero, and stays; -1 if there is none. */
  private int host(Ties.Contraction sum, WeightedSum own, int first) {
    int[] left = kept.of(sum.node().input(0), sum.axis()).orElseThrow();
    for (int position : left) {
      if (position >= first && position < first + own.columns() && isConstant(sum, position)) {
        return position - first;
      }
    }
    return -1;
  }
}
