package dev.repfuse.pass.fold;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Reason;
import java.util.Optional;

/** Rule A10: a product with a constant matrix is a 1×1 kernel over the last axis. */
final class ProductRule {
  private ProductRule() {}

  /** {@code alpha·x·B + beta·C}, x of shape [M, K]. */
  static Step gemm(Node node, Facts facts) {
    Value matrix = node.input(1);
    Value offset = node.input(2);
    Optional<Tensor> weights = facts.constant(matrix);
    Optional<Tensor> bias = facts.constant(offset);
    if (weights.isEmpty()) {
      return Step.blocked(facts.whyNotConstant(matrix), "weight '" + matrix.name() + "'");
    }
    if (bias.isEmpty() && !(offset instanceof Absent)) {
      return Step.blocked(facts.whyNotConstant(offset), "bias '" + offset.name() + "'");
    }
    if (node.intAttribute("transA", 0) != 0 || !isMatrix(weights.get())) {
      return Step.blocked(Reason.MALFORMED, "transA or the weight's shape");
    }
    boolean transposed = node.intAttribute("transB", 0) != 0;
    Matrix product = Matrix.of(weights.get(), transposed, node.floatAttribute("alpha", 1));
    if (bias.filter(b -> !isRow(b, product.out())).isPresent()) {
      return Step.blocked(Reason.NOT_PER_CHANNEL, "the bias has shape " + bias.get().shape());
    }
    float beta = node.floatAttribute("beta", 1);
    return step(node.input(0), product, bias, beta, 2);
  }

  /** x·B, x of any rank from 2 on. */
  static Step matMul(Node node, Facts facts) {
    Value matrix = node.input(1);
    Optional<Tensor> weights = facts.constant(matrix);
    if (weights.isEmpty()) {
      return Step.blocked(facts.whyNotConstant(matrix), "weight '" + matrix.name() + "'");
    }
    if (!isMatrix(weights.get())) {
      return Step.blocked(Reason.NOT_LINEAR, "the constant has shape " + weights.get().shape());
    }
    return step(node.input(0), Matrix.of(weights.get(), false, 1), Optional.empty(), 0, 0);
  }

  /** A constant matrix, read as [out, in]. */
  private record Matrix(Tensor tensor, boolean transposed, double alpha, int in, int out) {
    static Matrix of(Tensor tensor, boolean transposed, double alpha) {
      long[] dims = tensor.shape().sizes().orElseThrow();
      int in = (int) dims[transposed ? 1 : 0];
      int out = (int) dims[transposed ? 0 : 1];
      return new Matrix(tensor, transposed, alpha, in, out);
    }

    double[] rows() {
      double[] from = tensor.doubles();
      double[] rows = new double[from.length];
      for (int o = 0; o < out; o++) {
        for (int i = 0; i < in; i++) {
          rows[o * in + i] = alpha * from[transposed ? o * in + i : i * out + o];
        }
      }
      return rows;
    }
  }

  private static boolean isMatrix(Tensor tensor) {
    return tensor.shape().rank() == 2
        && tensor.type().isFloating()
        && tensor.elementCount() > 0
        && tensor.elementCount() < Integer.MAX_VALUE / 2;
  }

  private static boolean isRow(Tensor bias, int out) {
    int rank = bias.shape().rank();
    long count = bias.elementCount();
    return rank <= 2
        && (count == 1 || (count == out && bias.shape().dim(rank - 1).is(out)))
        && (rank < 2 || bias.shape().dim(0).is(1));
  }

  private static Step step(
      Value operand, Matrix matrix, Optional<Tensor> bias, double beta, int onlyRank) {
    return Step.of(
        operand,
        (operands, layout) -> {
          if (!layout.channelsAreLast() || (onlyRank != 0 && layout.rank() != onlyRank)) {
            return Expression.refused(Reason.NOT_PER_CHANNEL, "channels are not the last axis");
          }
          Affine inner = operands.getFirst();
          Geometry geometry =
              Geometry.identity(matrix.in(), inner.geometry().lengths())
                  .withOut(matrix.out())
                  .withGroup(1);
          Affine outer = new Affine(geometry, bias.isPresent(), () -> weights(matrix, bias, beta));
          return Composition.of(inner, outer);
        });
  }

  private static Affine.Weights weights(Matrix matrix, Optional<Tensor> bias, double beta) {
    double[] shift = new double[matrix.out()];
    bias.map(Tensor::doubles)
        .ifPresent(numbers -> {
          for (int o = 0; o < shift.length; o++) {
            shift[o] = beta * numbers[numbers.length == 1 ? 0 : o];
          }
        });
    return new Affine.Weights(matrix.rows(), shift);
  }
}
