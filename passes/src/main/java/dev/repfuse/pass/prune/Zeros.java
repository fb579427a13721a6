package dev.repfuse.pass.prune;

import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/** Which positions of which axes hold nothing but zeros, whatever a network reads. */
final class Zeros {
  /** One operand, whose zeros stay zeros and keep their channel. */
  private static final Set<String> KEEPING =
      Set.of(
          "Relu",
          "LeakyRelu",
          "PRelu",
          "Elu",
          "Selu",
          "Celu",
          "ThresholdedRelu",
          "Tanh",
          "Erf",
          "Gelu",
          "Mish",
          "HardSwish",
          "Softsign",
          "Abs",
          "Neg",
          "Sign",
          "Sqrt",
          "Floor",
          "Ceil",
          "Round",
          "Sin",
          "Identity",
          "Dropout",
          "Cast",
          "MaxPool",
          "AveragePool",
          "GlobalAveragePool",
          "GlobalMaxPool",
          "Resize",
          "Upsample",
          "Transpose",
          "Reshape",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Split",
          "Slice",
          "Gather",
          "DepthToSpace",
          "SpaceToDepth");

  private static final Set<String> SUMS = Set.of("Add", "Sub", "Sum", "Mean", "Max", "Min");

  private final Ties ties;
  private final Map<Place, BitSet> known = new HashMap<>();

  private Zeros(Ties ties) {
    this.ties = ties;
  }

  /** What is known of the graph that was looked at. */
  static Zeros of(Iterable<Node> nodes, Ties ties) {
    Zeros zeros = new Zeros(ties);
    for (Node node : nodes) {
      if (ties.facts().isStandard(node)) {
        node.results().forEach(result -> zeros.learn(node, result));
      }
    }
    return zeros;
  }

  /** Whether all elements at a position of an axis are zero. */
  boolean at(Value value, int axis, int position) {
    return value instanceof NamedValue named && of(new Place(named, axis)).get(position);
  }

  private BitSet of(Place place) {
    return place.value() instanceof Initializer constant
        ? known.computeIfAbsent(place, p -> inConstant(constant, p.axis()))
        : known.getOrDefault(place, new BitSet());
  }

  private static BitSet inConstant(Initializer constant, int axis) {
    BitSet zero = new BitSet();
    if (constant.tensor().isEmpty() || axis >= constant.tensor().get().shape().rank()) {
      return zero;
    }
    Tensor tensor = constant.tensor().get();
    long[] extents = tensor.shape().sizes().orElseThrow();
    int inner = 1;
    for (int i = axis + 1; i < extents.length; i++) {
      inner *= (int) extents[i];
    }
    zero.set(0, (int) extents[axis]);
    double[] numbers = tensor.doubles();
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] != 0) {
        zero.clear(i / inner % (int) extents[axis]);
      }
    }
    return zero;
  }

  private void learn(Node node, Result result) {
    for (int axis = 0; axis < ties.rank(result); axis++) {
      Place place = new Place(result, axis);
      Atoms.Line line = ties.lines().get(place);
      if (line != null) {
        IntPredicate isZero = rule(node, result, axis, line);
        BitSet zero = new BitSet();
        for (int i = 0; i < line.extent(); i++) {
          zero.set(i, isZero.test(i));
        }
        known.put(place, zero);
      }
    }
  }

  /** Tells of each position of a result's axis whether it is zero. */
  private IntPredicate rule(Node node, Result result, int axis, Atoms.Line line) {
    return switch (node.opType()) {
      case "Conv", "ConvTranspose", "Gemm", "MatMul" -> {
        Optional<WeightedSum> sum =
            axis == (node.is("MatMul") ? ties.rank(result) - 1 : 1)
                ? WeightedSum.of(node, ties)
                : Optional.empty();
        yield position -> sum.isPresent() && sum.get().isZero(this, position);
      }
      case "BatchNormalization" -> position -> axis == 1 && isNormalizedToZero(node, position);
      case "Concat" -> kept(node.inputs(), line);
      case "Clip" -> {
        boolean keeps = clipsToZero(node);
        yield position -> keeps && at(node.input(0), axis, position);
      }
      case "Mul" ->
          position -> node.inputs().stream().anyMatch(x -> broadcast(x, result, axis, position));
      case String sum when SUMS.contains(sum) ->
          position -> node.inputs().stream().allMatch(x -> broadcast(x, result, axis, position));
      case String keeping when KEEPING.contains(keeping) -> kept(node.inputs().subList(0, 1), line);
      default -> position -> false;
    };
  }

  /** Exactly, also in floating point: nothing is left of a mean or a shift. */
  private boolean isNormalizedToZero(Node node, int channel) {
    boolean shiftless = at(node.input(2), 0, channel);
    boolean scaleless = at(node.input(1), 0, channel);
    boolean meanless = at(node.input(3), 0, channel) && at(node.input(0), 1, channel);
    return shiftless && (scaleless || meanless);
  }

  private boolean clipsToZero(Node node) {
    double low = bound(node, 1, "min", Double.NEGATIVE_INFINITY);
    double high = bound(node, 2, "max", Double.POSITIVE_INFINITY);
    return low <= 0 && high >= 0;
  }

  /** NaN, which no comparison holds for, where it is not known. */
  private double bound(Node node, int input, String attribute, double otherwise) {
    if (node.inputs().size() > input && node.input(input) instanceof NamedValue given) {
      return ties.facts().known(given).map(t -> t.doubles()[0]).orElse(Double.NaN);
    }
    return node.attribute(attribute).isPresent() ? node.floatAttribute(attribute, 0) : otherwise;
  }

  /** Where all that the inputs hold of a channel is zero, and there is something. */
  private IntPredicate kept(Iterable<Value> inputs, Atoms.Line line) {
    BitSet held = new BitSet();
    BitSet other = new BitSet();
    for (Value input : inputs) {
      for (int axis = 0; axis < ties.rank(input); axis++) {
        Optional<Atoms.Line> own =
            input instanceof NamedValue named
                ? Optional.ofNullable(ties.lines().get(new Place(named, axis)))
                : Optional.empty();
        for (int i = 0; i < own.map(Atoms.Line::extent).orElse(0); i++) {
          int atomClass = ties.atoms().classOf(own.get().at(i));
          (at(input, axis, i) ? held : other).set(atomClass);
        }
      }
    }
    held.andNot(other);
    return position -> held.get(ties.atoms().classOf(line.at(position)));
  }

  /** Whether an operand of a broadcasting operator is zero at a position of the result. */
  private boolean broadcast(Value operand, Result result, int axis, int position) {
    int own = axis - ties.rank(result) + ties.rank(operand);
    boolean repeated = own < 0 || ties.extent(operand, own).orElse(0) == 1;
    return repeated
        ? operand instanceof Initializer constant && isAllZero(constant)
        : at(operand, own, position);
  }

  private static boolean isAllZero(Initializer constant) {
    return constant
        .tensor()
        .filter(tensor -> java.util.Arrays.stream(tensor.doubles()).allMatch(x -> x == 0))
        .isPresent();
  }
}
