package dev.repfuse.pass.prune;

import dev.repfuse.ir.NamedValue;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.pass.Facts;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** What functions of single elements make of bounds; formulas as in ONNX's operator sets. */
final class Activations {
  private static final double SELU_ALPHA = 1.6732631921768188;
  private static final double SELU_GAMMA = 1.0507010221481323;

  private Activations() {}

  /** The node as a function of bounds; empty if it is no function of single elements. */
  static Optional<UnaryOperator<Range>> of(Node node, Facts facts) {
    return switch (node.opType()) {
      case "Identity" -> Optional.of(x -> x);
      case "Dropout" -> Optional.of(x -> isSwitchedOff(node, facts) ? x : unlessZero(x, Range.ALL));
      case "Cast" -> {
        boolean exact = facts.element(node.input(0)).equals(facts.element(node.output(0)));
        yield Optional.of(x -> exact ? x : unlessZero(x, Range.ALL));
      }
      case "Clip" -> Optional.of(clip(node, facts));
      case "LeakyRelu" -> Optional.of(x -> leaky(x, Range.of(node.floatAttribute("alpha", 0.01f))));
      case "Abs" -> Optional.of(x -> x.low() >= 0 ? x : x.max(x.times(-1)).max(Range.ZERO));
      case "Neg" -> Optional.of(x -> x.times(-1));
      case "Erf" -> Optional.of(x -> unlessZero(x, new Range(-1, 1)));
      case "Sin" -> Optional.of(x -> unlessZero(x, new Range(-1, 1)));
      case "Cos" -> Optional.of(x -> x.isZero() ? Range.of(1) : new Range(-1, 1));
      case "HardSwish", "Gelu", "Mish" ->
          Optional.of(x -> unlessZero(x, new Range(-0.5, Math.max(0, x.high()))));
      default -> rising(node).map(function -> x -> x.through(function));
    };
  }

  /** Functions that never fall. */
  private static Optional<DoubleUnaryOperator> rising(Node node) {
    double alpha = node.floatAttribute("alpha", 1);
    return switch (node.opType()) {
      case "Relu" -> Optional.of(x -> Math.max(x, 0));
      case "Sigmoid" -> Optional.of(x -> 1 / (1 + Math.exp(-x)));
      case "Tanh" -> Optional.of(Math::tanh);
      case "Exp" -> Optional.of(Math::exp);
      case "Sqrt" -> Optional.of(Math::sqrt);
      case "Floor" -> Optional.of(Math::floor);
      case "Ceil" -> Optional.of(Math::ceil);
      case "Round" -> Optional.of(Math::rint);
      case "Sign" -> Optional.of(Math::signum);
      case "Softplus" -> Optional.of(x -> x > 30 ? x : Math.log1p(Math.exp(x)));
      case "Softsign" ->
          Optional.of(x -> Double.isInfinite(x) ? Math.signum(x) : x / (1 + Math.abs(x)));
      case "Elu", "Celu" -> {
        double width = node.is("Celu") ? alpha : 1;
        yield alpha > 0
            ? Optional.of(x -> x > 0 ? x : alpha * Math.expm1(x / width))
            : Optional.empty();
      }
      case "Selu" ->
          node.attributes().isEmpty()
              ? Optional.of(x -> SELU_GAMMA * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)))
              : Optional.empty();
      case "ThresholdedRelu" -> alpha >= 0 ? Optional.of(x -> x > alpha ? x : 0) : Optional.empty();
      case "HardSigmoid" -> {
        double slope = node.floatAttribute("alpha", 0.2f);
        double offset = node.floatAttribute("beta", 0.5f);
        yield slope > 0
            ? Optional.of(x -> Math.clamp(slope * x + offset, 0.0, 1.0))
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  /** What is negative times a slope. */
  static Range leaky(Range x, Range slope) {
    if (x.low() >= 0) {
      return x;
    }
    Range negative = new Range(x.low(), Math.min(x.high(), 0)).times(slope);
    return x.high() <= 0 ? negative : negative.or(new Range(0, x.high()));
  }

  private static Range unlessZero(Range x, Range otherwise) {
    return x.isZero() ? x : otherwise;
  }

  private static boolean isSwitchedOff(Node node, Facts facts) {
    return facts.opset() >= 7 && node.inputs().size() < 3;
  }

  private static UnaryOperator<Range> clip(Node node, Facts facts) {
    double low = bound(node, facts, 1, "min", Double.NEGATIVE_INFINITY);
    double high = bound(node, facts, 2, "max", Double.POSITIVE_INFINITY);
    return low <= high
        ? x -> x.max(new Range(low, low)).min(new Range(high, high))
        : x -> Range.ALL;
  }

  /** NaN, which no comparison holds for, where it is not known. */
  private static double bound(
      Node node, Facts facts, int input, String attribute, double otherwise) {
    if (node.inputs().size() > input && node.input(input) instanceof NamedValue given) {
      return facts.known(given).map(Tensor::doubles).map(t -> t[0]).orElse(Double.NaN);
    }
    return node.attribute(attribute).isPresent() ? node.floatAttribute(attribute, 0) : otherwise;
  }
}
