package dev.repfuse.pass.clean;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Initializer;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Bounds the memory and the time that evaluating constants may take, whatever a model says. */
final class EvaluationBudget {
  private static final long MOST_BYTES_OF_A_VALUE = 64L << 20;
  private static final long MOST_BYTES = 1L << 30;
  private static final double MOST_OPERATIONS = 0x1p33;

  private final Set<Initializer> read = new HashSet<>();
  private long bytes;
  private double operations;

  /** Spends what a node costs, or says why that is too much. */
  Optional<Reason> refuse(Node node, Facts facts) {
    long more = 0;
    for (Result result : node.results()) {
      ElementType type = facts.element(result);
      OptionalLong count = count(result, facts);
      if (count.isEmpty() || type == ElementType.UNDEFINED) {
        return Optional.of(Reason.UNKNOWN_SHAPE);
      }
      if (count.getAsLong() > MOST_BYTES_OF_A_VALUE
          || type.bytesFor(count.getAsLong()) > MOST_BYTES_OF_A_VALUE) {
        return Optional.of(Reason.TOO_LARGE);
      }
      more += type.bytesFor(count.getAsLong());
    }
    for (Value input : node.inputs()) {
      if (input instanceof Initializer constant && !read.contains(constant)) {
        more += facts.constant(constant).orElseThrow().byteSize();
      }
    }
    double time = operations(node, facts);
    if (bytes + more > MOST_BYTES || operations + time > MOST_OPERATIONS) {
      return Optional.of(Reason.TOO_LARGE);
    }
    bytes += more;
    operations += time;
    for (Value input : node.inputs()) {
      if (input instanceof Initializer constant) {
        read.add(constant);
      }
    }
    return Optional.empty();
  }

  private static OptionalLong count(Value value, Facts facts) {
    return facts.shape(value).map(Shape::elementCount).orElse(OptionalLong.empty());
  }

  /** About how many multiply-accumulates; infinite where nothing is known. */
  private static double operations(Node node, Facts facts) {
    double made = elements(node.outputs().getFirst(), facts);
    return switch (node.opType()) {
      case "MatMul", "Gemm" -> made * longestAxis(node.input(0), facts);
      case "Conv" -> made * elements(node.input(1), facts) / firstAxis(node.input(1), facts);
      case "Einsum" ->
          node.inputs().stream()
              .mapToDouble(input -> elements(input, facts))
              .reduce(1, (a, b) -> a * b);
      default -> made;
    };
  }

  private static double elements(Value value, Facts facts) {
    OptionalLong count = count(value, facts);
    return count.isPresent() ? count.getAsLong() : Double.POSITIVE_INFINITY;
  }

  private static double firstAxis(Value value, Facts facts) {
    return facts
        .shape(value)
        .filter(shape -> shape.rank() > 0)
        .map(shape -> (double) Math.max(1, shape.size(0).orElse(1)))
        .orElse(1.0);
  }

  private static double longestAxis(Value value, Facts facts) {
    return facts
        .shape(value)
        .flatMap(Shape::sizes)
        .map(sizes -> (double) java.util.Arrays.stream(sizes).max().orElse(1))
        .orElse(Double.POSITIVE_INFINITY);
  }
}
