package dev.repfuse.prove;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.ConstantNode;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Operators that are evaluated on constants only: they need not be linear. */
final class ConstantRules {
  private static final Map<String, DoubleUnaryOperator> UNARY =
      Map.ofEntries(
          Map.entry("Sqrt", Math::sqrt),
          Map.entry("Reciprocal", x -> 1 / x),
          Map.entry("Exp", Math::exp),
          Map.entry("Log", Math::log),
          Map.entry("Abs", Math::abs),
          Map.entry("Floor", Math::floor),
          Map.entry("Ceil", Math::ceil),
          Map.entry("Tanh", Math::tanh),
          Map.entry("Sigmoid", x -> 1 / (1 + Math.exp(-x))),
          Map.entry("Relu", x -> Math.max(0, x)),
          Map.entry("Not", x -> x == 0 ? 1 : 0));

  private static final Map<String, DoubleBinaryOperator> BINARY =
      Map.ofEntries(
          Map.entry("Pow", Math::pow),
          Map.entry("Max", Math::max),
          Map.entry("Min", Math::min),
          Map.entry("Equal", (a, b) -> a == b ? 1 : 0),
          Map.entry("Less", (a, b) -> a < b ? 1 : 0),
          Map.entry("Greater", (a, b) -> a > b ? 1 : 0),
          Map.entry("And", (a, b) -> a * b),
          Map.entry("Or", Math::max));

  private ConstantRules() {}

  static boolean knows(Operation operation) {
    Node node = operation.node();
    String type = node.opType();
    if (!node.operator().isStandard()) {
      return false;
    }
    return switch (type) {
      case "Constant", "Cast", "CastLike", "Where", "Shape", "Size", "ConstantOfShape", "Range" ->
          true;
      case "Div", "Mod" -> !operation.type().isFloating();
      case "Max", "Min" -> operation.count() == 2;
      default -> UNARY.containsKey(type) || BINARY.containsKey(type);
    };
  }

  /** Whether the operator can take part in computing extents and indices. */
  static boolean countsExtents(Node node) {
    String type = node.opType();
    return switch (type) {
      case "Range", "Where", "ConstantOfShape", "Size", "Mod" -> true;
      default -> BINARY.containsKey(type) || type.equals("Not");
    };
  }

  static Dense apply(Operation operation) {
    Node node = operation.node();
    return switch (node.opType()) {
      case "Constant" ->
          Dense.of(
              ConstantNode.tensor(node)
                  .orElseThrow(() -> new Unprovable(node + " holds no numbers")));
      case "Cast", "CastLike" -> cast(operation);
      case "Shape" -> shape(node, operation.shape(0));
      case "Size" -> whole(new int[0], Indexing.size(operation.shape(0)));
      case "ConstantOfShape" -> filled(operation);
      case "Range" -> range(operation);
      case "Where" -> where(operation);
      case "Div" -> binary(operation, (a, b) -> (a - a % b) / b);
      case "Mod" -> binary(operation, (a, b) -> a - Math.floor(a / b) * b);
      default -> {
        DoubleUnaryOperator unary = UNARY.get(node.opType());
        yield unary != null
            ? unary(operation, unary)
            : binary(operation, BINARY.getOrDefault(node.opType(), (a, b) -> Double.NaN));
      }
    };
  }

  /** The extents of a value, or of the axes that the node asks for. */
  static Dense shape(Node node, int[] extents) {
    int rank = extents.length;
    int start = clamped(node.intAttribute("start", 0), rank);
    int end = clamped(node.intAttribute("end", rank), rank);
    double[] values = new double[Math.max(0, end - start)];
    Arrays.setAll(values, i -> extents[start + i]);
    return whole(new int[] {values.length}, values);
  }

  private static int clamped(long axis, int rank) {
    return Math.clamp(axis < 0 ? axis + rank : axis, 0, rank);
  }

  private static Dense whole(int[] shape, double... values) {
    return Dense.of(ElementType.INT64, shape, values);
  }

  private static Dense filled(Operation operation) {
    int[] shape = operation.known(0).ints();
    double[] values = new double[Indexing.size(shape)];
    Optional<Attribute> fill = operation.node().attribute("value");
    if (fill.isPresent()
        && fill.get().content() instanceof Attribute.TensorValue(Tensor tensor)
        && tensor.isNumeric()) {
      Arrays.fill(values, tensor.doubles()[0]);
    }
    return Dense.of(operation.type(), shape, values);
  }

  private static Dense range(Operation operation) {
    double start = operation.known(0).values()[0];
    double limit = operation.known(1).values()[0];
    double delta = operation.known(2).values()[0];
    int count = (int) Math.max(0, Math.ceil((limit - start) / delta));
    Indexing.size(new int[] {count});
    double[] values = new double[count];
    Arrays.setAll(values, i -> start + i * delta);
    return Dense.of(operation.type(), new int[] {count}, values);
  }

  private static Dense where(Operation operation) {
    Dense condition = operation.known(0);
    Dense yes = operation.known(1);
    Dense no = operation.known(2);
    int[] shape = Indexing.broadcast(List.of(condition.shape(), yes.shape(), no.shape()));
    int[] asked = Indexing.repeated(condition.shape(), shape);
    int[] ofYes = Indexing.repeated(yes.shape(), shape);
    int[] ofNo = Indexing.repeated(no.shape(), shape);
    Dense chosen = Dense.zeros(operation.type(), shape);
    for (int i = 0; i < asked.length; i++) {
      boolean first = condition.values()[asked[i]] != 0;
      Dense from = first ? yes : no;
      int place = first ? ofYes[i] : ofNo[i];
      chosen.values()[i] = from.values()[place];
      chosen.magnitudes()[i] = from.magnitudes()[place];
    }
    return chosen;
  }

  /** Numbers rounded to the type that they get. */
  private static Dense cast(Operation operation) {
    Dense x = operation.known(0);
    ElementType type = operation.type();
    double[] values = x.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case FLOAT -> (float) values[i];
            case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16((float) values[i]));
            case DOUBLE -> values[i];
            case BOOL -> values[i] == 0 ? 0 : 1;
            case INT64, INT32 -> (long) values[i];
            default -> throw new Unprovable("%s is not evaluated here".formatted(operation.node()));
          };
    }
    return new Dense(type, x.shape(), values, x.magnitudes());
  }

  private static Dense unary(Operation operation, DoubleUnaryOperator function) {
    Dense x = operation.known(0);
    double[] values = Arrays.stream(x.values()).map(function).toArray();
    return Dense.of(operation.type(), x.shape(), values);
  }

  private static Dense binary(Operation operation, DoubleBinaryOperator function) {
    Dense a = operation.known(0);
    Dense b = operation.known(1);
    int[] shape = Indexing.broadcast(List.of(a.shape(), b.shape()));
    int[] ofA = Indexing.repeated(a.shape(), shape);
    int[] ofB = Indexing.repeated(b.shape(), shape);
    double[] values = new double[ofA.length];
    Arrays.setAll(values, i -> function.applyAsDouble(a.values()[ofA[i]], b.values()[ofB[i]]));
    return Dense.of(operation.type(), shape, values);
  }
}
