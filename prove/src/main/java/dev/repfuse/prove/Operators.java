package dev.repfuse.prove;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Value;
import dev.repfuse.prove.Operation.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** The operators that this package can evaluate, and in which operands they are affine. */
final class Operators {
  private static final Map<String, Rule> RULES =
      Map.ofEntries(
          Map.entry("Add", new Rule(Affine.IN_ALL, ElementwiseRules::add)),
          Map.entry("Sum", new Rule(Affine.IN_ALL, ElementwiseRules::add)),
          Map.entry("Sub", new Rule(Affine.IN_ALL, ElementwiseRules::subtract)),
          Map.entry("Neg", new Rule(Affine.IN_FIRST, ElementwiseRules::negate)),
          Map.entry("Mul", new Rule(Affine.IN_ONE, ElementwiseRules::multiply)),
          Map.entry("Div", new Rule(Affine.IN_FIRST, ElementwiseRules::divide)),
          Map.entry(
              "BatchNormalization",
              new Rule(Affine.IN_FIRST, ElementwiseRules::batchNormalization)),
          Map.entry("Conv", new Rule(Affine.IN_FIRST, WindowRules::convolution)),
          Map.entry("ConvTranspose", new Rule(Affine.IN_FIRST, WindowRules::transposedConvolution)),
          Map.entry("AveragePool", new Rule(Affine.IN_FIRST, WindowRules::averagePool)),
          Map.entry("GlobalAveragePool", new Rule(Affine.IN_FIRST, WindowRules::globalAveragePool)),
          Map.entry("Gemm", new Rule(Affine.IN_FIRST, ProductRules::gemm)),
          Map.entry("MatMul", new Rule(Affine.IN_ONE, ProductRules::matMul)),
          Map.entry("ReduceMean", new Rule(Affine.IN_FIRST, ProductRules::reduceMean)),
          Map.entry("ReduceSum", new Rule(Affine.IN_FIRST, ProductRules::reduceSum)),
          Map.entry("Identity", new Rule(Affine.IN_FIRST, LayoutRules::same)),
          Map.entry("Dropout", new Rule(Affine.IN_FIRST, LayoutRules::same)),
          Map.entry("Cast", new Rule(Affine.IN_FIRST, LayoutRules::cast)),
          Map.entry("Reshape", new Rule(Affine.IN_FIRST_OF_EXTENTS, LayoutRules::reshape)),
          Map.entry("Flatten", new Rule(Affine.IN_FIRST, LayoutRules::flatten)),
          Map.entry("Squeeze", new Rule(Affine.IN_FIRST, LayoutRules::squeeze)),
          Map.entry("Unsqueeze", new Rule(Affine.IN_FIRST, LayoutRules::unsqueeze)),
          Map.entry("Transpose", new Rule(Affine.IN_FIRST, LayoutRules::transpose)),
          Map.entry("Expand", new Rule(Affine.IN_FIRST_OF_EXTENTS, LayoutRules::expand)),
          Map.entry("Concat", new Rule(Affine.IN_ALL, LayoutRules::concat)),
          Map.entry("Split", new Rule(Affine.IN_FIRST, SelectionRules::split)),
          Map.entry("Slice", new Rule(Affine.IN_FIRST_OF_EXTENTS, SelectionRules::slice)),
          Map.entry("Pad", new Rule(Affine.IN_FIRST_OF_EXTENTS, SelectionRules::pad)),
          Map.entry("Gather", new Rule(Affine.IN_FIRST, SelectionRules::gather)),
          Map.entry("ScatterND", new Rule(Affine.IN_ALL, SelectionRules::scatterNd)),
          Map.entry("Resize", new Rule(Affine.IN_FIRST_OF_EXTENTS, ResizeRules::resize)),
          Map.entry("Shape", new Rule(Affine.IN_FIRST, Operators::never)));

  /** Before it, elementwise operators broadcast and BatchNormalization trains by other rules. */
  static final long OLDEST_OPSET = 7;

  private Operators() {}

  /**
   * In which operands an operator is affine, the others being constant. Indices and extents, which
   * may follow from the extents of other values, turn out to be constant when those are given.
   */
  private enum Affine {
    IN_ALL,
    IN_FIRST,
    /** In the first; the others give extents, which may follow from those of other values. */
    IN_FIRST_OF_EXTENTS,
    IN_ONE
  }

  private record Rule(Affine affine, Function<Operation, Linear> linear) {}

  private static Linear never(Operation operation) {
    throw new Unprovable("%s is no arithmetic".formatted(operation.node()));
  }

  /** Whether the node's results are affine in those of its inputs that are not constant. */
  static boolean isAffine(Node node, Predicate<Value> constant) {
    Rule rule = RULES.get(node.opType());
    if (rule == null || !node.operator().isStandard() || !inferring(node)) {
      return false;
    }
    int dependent = 0;
    for (int i = 0; i < node.inputs().size(); i++) {
      Value input = node.input(i);
      if (input instanceof Absent || constant.test(input)) {
        continue;
      }
      dependent++;
      boolean allowed =
          switch (rule.affine) {
            case IN_ALL, IN_FIRST_OF_EXTENTS -> true;
            case IN_FIRST -> i == 0;
            case IN_ONE -> dependent == 1;
          };
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  /** Not in training mode. */
  private static boolean inferring(Node node) {
    return switch (node.opType()) {
      case "BatchNormalization" ->
          node.intAttribute("training_mode", 0) == 0
              && node.intAttribute("spatial", 1) == 1
              && node.results().size() == 1;
      case "Dropout" ->
          node.input(2) instanceof Absent
              && node.intAttribute("is_test", 1) == 1
              && node.results().size() == 1;
      default -> true;
    };
  }

  /**
   * The result as an affine function of the dependent operands, of which there is at least one.
   *
   * @throws Unprovable if it is none, or if too little is known
   */
  static Linear linear(Operation operation) {
    Rule rule = RULES.get(operation.node().opType());
    if (rule == null) {
      throw new Unprovable("%s is not affine".formatted(operation.node()));
    }
    return rule.linear.apply(operation);
  }

  /**
   * The result of an operator of which every operand is constant.
   *
   * @throws Unprovable if the operator is not known here
   */
  static Dense constant(Operation operation) {
    if (ConstantRules.knows(operation)) {
      return ConstantRules.apply(operation);
    }
    if (!RULES.containsKey(operation.node().opType())
        || !operation.node().operator().isStandard()
        || operation.opset() < OLDEST_OPSET
        || !inferring(operation.node())) {
      throw new Unprovable("%s is not evaluated here".formatted(operation.node()));
    }
    Dense first = operation.known(0);
    List<Operand> operands = new ArrayList<>(operation.operands());
    operands.set(0, new Operand.Dependent(first.shape(), ElementType.DOUBLE));
    Operation asked =
        new Operation(
            operation.node(), operation.output(), operation.opset(), ElementType.DOUBLE, operands);
    Linear linear = linear(asked);
    Image in = new Image(first.values().length);
    in.add(first);
    Image out = new Image(Indexing.size(linear.shape()));
    linear.terms().forEach(term -> term.step().apply(in, out));
    linear.constant().ifPresent(out::add);
    return new Dense(operation.type(), linear.shape(), out.values(), out.magnitudes());
  }
}
