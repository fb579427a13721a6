package dev.repfuse.prove;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.GraphInput;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.SparseTensor;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.infer.LibraryInference;
import dev.repfuse.ir.infer.Types;
import dev.repfuse.prove.Operation.Operand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** One of the two models, with what is known of its values apart from the other model. */
final class Side {
  private static final Set<String> RANDOM =
      Set.of(
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "Multinomial",
          "Bernoulli");

  private final Model model;
  private final Types types;
  private final Set<NamedValue> constants = new HashSet<>();
  private final Map<NamedValue, Dense> evaluated = new HashMap<>();
  private final Map<Node, Integer> order = new HashMap<>();

  Side(Model model) {
    this.model = model;
    this.types = Types.infer(model, LibraryInference.NONE);
  }

  Model model() {
    return model;
  }

  Types types() {
    return types;
  }

  long opset() {
    return model.opset().orElse(1);
  }

  /** Whether the node may compute something else each time, or is not ONNX's own operator. */
  boolean isOpaque(Node node) {
    return !node.operator().isStandard()
        || RANDOM.contains(node.opType())
        || (node.is("Dropout") && !(node.input(2) instanceof Absent))
        || !node.subgraphs().isEmpty()
        || model.functionOf(node).isPresent();
  }

  /** Learns which results are constant; nodes have to come in topological order. */
  void learn(Node node) {
    order.put(node, order.size());
    if (!isOpaque(node) && numbers(node).allMatch(this::isConstant)) {
      constants.addAll(node.results());
    }
  }

  /** The inputs of which the numbers count: CastLike takes only a type from its second one. */
  private static Stream<Value> numbers(Node node) {
    return node.is("CastLike") ? Stream.of(node.input(0)) : node.inputs().stream();
  }

  /** The place of a node in the order in which the nodes were learnt. */
  int order(Node node) {
    return order.getOrDefault(node, -1);
  }

  /** Whether a value is the same in every run. */
  boolean isConstant(Value value) {
    return switch (value) {
      case Absent _, Initializer _ -> true;
      case GraphInput _ -> false;
      case Result result -> constants.contains(result);
    };
  }

  boolean isAffine(Node node) {
    return opset() >= Operators.OLDEST_OPSET
        && !isOpaque(node)
        && (Operators.isAffine(node, this::isConstant) || countsExtents(node));
  }

  /** Whether a node may compute extents, which are constant once those of the sources are given. */
  private boolean countsExtents(Node node) {
    return ConstantRules.countsExtents(node)
        && node.results().stream()
            .map(types::element)
            .allMatch(type -> type.isInteger() || type == ElementType.BOOL);
  }

  /**
   * The numbers of a constant value.
   *
   * @throws Unprovable if an operator that it is computed by is not known here
   */
  Dense evaluate(NamedValue wanted) {
    Deque<NamedValue> open = new ArrayDeque<>();
    open.push(wanted);
    while (!open.isEmpty()) {
      NamedValue value = open.element();
      if (evaluated.containsKey(value)) {
        open.pop();
        continue;
      }
      switch (value) {
        case GraphInput input -> throw new Unprovable("'%s' is no constant".formatted(input));
        case Initializer initializer -> evaluated.put(value, numbers(initializer));
        case Result result -> {
          List<NamedValue> needed = needed(result.producer());
          if (needed.isEmpty()) {
            evaluated.put(value, Operators.constant(operation(result)));
          } else {
            needed.forEach(open::push);
          }
        }
      }
    }
    return numbersOf(wanted);
  }

  private Dense numbersOf(NamedValue value) {
    Dense numbers = evaluated.get(value);
    if (numbers == null) {
      throw new Unprovable("'%s' is no constant".formatted(value));
    }
    return numbers;
  }

  private static Dense numbers(Initializer initializer) {
    return switch (initializer.payload()) {
      case Tensor tensor -> Dense.of(tensor);
      case SparseTensor _ -> throw new Unprovable("'%s' is sparse".formatted(initializer));
    };
  }

  private List<NamedValue> needed(Node node) {
    List<NamedValue> needed = new ArrayList<>();
    numbers(node)
        .forEach(input -> {
          if (input instanceof NamedValue named && !evaluated.containsKey(named)) {
            needed.add(named);
          }
        });
    return needed;
  }

  private Operation operation(Result result) {
    List<Operand> operands = new ArrayList<>();
    numbers(result.producer())
        .forEach(input ->
            operands.add(
                input instanceof NamedValue named
                    ? new Operand.Known(numbersOf(named))
                    : new Operand.Missing()));
    return new Operation(
        result.producer(), result.index(), opset(), types.element(result), operands);
  }
}
