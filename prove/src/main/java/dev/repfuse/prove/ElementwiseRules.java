package dev.repfuse.prove;

import dev.repfuse.prove.Linear.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Addition, scaling and BatchNormalization, as the ONNX operator specification defines them. */
final class ElementwiseRules {
  private ElementwiseRules() {}

  static Linear add(Operation operation) {
    double[] signs = new double[operation.count()];
    Arrays.fill(signs, 1);
    return weighted(operation, signs);
  }

  static Linear subtract(Operation operation) {
    return weighted(operation, 1, -1);
  }

  static Linear negate(Operation operation) {
    return weighted(operation, -1);
  }

  private static Linear weighted(Operation operation, double... signs) {
    operation.requireFloating();
    int[] shape =
        Indexing.broadcast(
            IntStream.range(0, operation.count()).mapToObj(operation::shape).toList());
    List<Term> terms = new ArrayList<>();
    Dense constant = Dense.zeros(operation.type(), shape);
    for (int i = 0; i < operation.count(); i++) {
      int[] from = Indexing.repeated(operation.shape(i), shape);
      if (operation.depends(i)) {
        double[] factors = new double[from.length];
        double[] magnitudes = new double[from.length];
        Arrays.fill(factors, signs[i]);
        Arrays.fill(magnitudes, 1);
        int size = Indexing.size(operation.shape(i));
        terms.add(new Term(i, Matrix.scaling(size, from, factors, magnitudes)));
      } else {
        Dense known = operation.known(i);
        for (int to = 0; to < from.length; to++) {
          constant.values()[to] += signs[i] * known.values()[from[to]];
          constant.magnitudes()[to] += known.magnitudes()[from[to]];
        }
      }
    }
    return new Linear(shape, terms, Optional.of(constant));
  }

  static Linear multiply(Operation operation) {
    operation.requireFloating();
    int dependent = operation.depends(0) ? 0 : 1;
    return scale(operation, dependent, operation.known(1 - dependent));
  }

  /** The dividend times the reciprocal of the divisor. */
  static Linear divide(Operation operation) {
    operation.requireFloating();
    Dense divisor = operation.known(1);
    double[] reciprocals = new double[divisor.values().length];
    for (int i = 0; i < reciprocals.length; i++) {
      reciprocals[i] = 1 / divisor.values()[i];
    }
    Dense factors = Dense.of(divisor.type(), divisor.shape(), reciprocals);
    if (!factors.finite()) {
      throw new Unprovable("%s divides by zero".formatted(operation.node()));
    }
    return scale(operation, 0, factors);
  }

  private static Linear scale(Operation operation, int dependent, Dense factors) {
    int[] operand = operation.shape(dependent);
    int[] shape = Indexing.broadcast(List.of(operand, factors.shape()));
    int[] from = Indexing.repeated(operand, shape);
    int[] factor = Indexing.repeated(factors.shape(), shape);
    double[] weights = new double[from.length];
    double[] magnitudes = new double[from.length];
    for (int to = 0; to < from.length; to++) {
      weights[to] = factors.values()[factor[to]];
      magnitudes[to] = factors.magnitudes()[factor[to]];
    }
    Matrix step = Matrix.scaling(Indexing.size(operand), from, weights, magnitudes);
    return Linear.of(shape, dependent, step);
  }

  /** {@code (x − mean) / √(variance + epsilon) · scale + shift}, each per channel. */
  static Linear batchNormalization(Operation operation) {
    operation.requireFloating();
    int[] shape = operation.shape(0);
    if (shape.length < 2) {
      throw new Unprovable("%s has no channels".formatted(operation.node()));
    }
    double epsilon = operation.node().floatAttribute("epsilon", 1e-5f);
    Dense scale = operation.known(1);
    Dense shift = operation.known(2);
    Dense mean = operation.known(3);
    Dense variance = operation.known(4);
    int[] steps = new int[shape.length];
    steps[1] = 1;
    int[] channel = Indexing.walk(shape, steps, 0);
    double[] weights = new double[channel.length];
    double[] magnitudes = new double[channel.length];
    Dense constant = Dense.zeros(operation.type(), shape);
    for (int i = 0; i < channel.length; i++) {
      int c = channel[i];
      double deviation = Math.sqrt(variance.values()[c] + epsilon);
      weights[i] = scale.values()[c] / deviation;
      magnitudes[i] = scale.magnitudes()[c] / deviation;
      constant.values()[i] = shift.values()[c] - mean.values()[c] * weights[i];
      constant.magnitudes()[i] = shift.magnitudes()[c] + mean.magnitudes()[c] * magnitudes[i];
      if (!Double.isFinite(weights[i]) || !Double.isFinite(constant.values()[i])) {
        throw new Unprovable("%s divides by zero".formatted(operation.node()));
      }
    }
    int[] same = Indexing.walk(shape, Indexing.strides(shape), 0);
    return Linear.of(shape, 0, Matrix.scaling(same.length, same, weights, magnitudes), constant);
  }
}
