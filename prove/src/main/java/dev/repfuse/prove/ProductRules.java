package dev.repfuse.prove;

import dev.repfuse.prove.Linear.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Matrix products and sums over axes, as the specification defines them. */
final class ProductRules {
  private ProductRules() {}

  /** {@code alpha · A′ · B′ + beta · C}, where a prime transposes if the node says so. */
  static Linear gemm(Operation operation) {
    operation.requireFloating();
    double alpha = operation.node().floatAttribute("alpha", 1);
    double beta = operation.node().floatAttribute("beta", 1);
    boolean flipA = operation.node().intAttribute("transA", 0) != 0;
    boolean flipB = operation.node().intAttribute("transB", 0) != 0;
    int[] a = operation.shape(0);
    if (a.length != 2 || flipA) {
      throw new Unprovable("%s transposes its operand".formatted(operation.node()));
    }
    Dense b = operation.known(1);
    Dense weights = flipB ? transposed(b) : b;
    int[] shape = {a[0], weights.shape()[1]};
    if (a[1] != weights.shape()[0]) {
      throw new Unprovable("the weights of %s do not fit".formatted(operation.node()));
    }
    List<Term> terms = new ArrayList<>();
    terms.add(new Term(0, new Product(weights, alpha)));
    Dense constant = Dense.zeros(operation.type(), shape);
    if (operation.has(2)) {
      Dense c = operation.known(2);
      if (!Arrays.equals(Indexing.broadcast(List.of(c.shape(), shape)), shape)) {
        throw new Unprovable("the bias of %s does not fit".formatted(operation.node()));
      }
      int[] from = Indexing.repeated(c.shape(), shape);
      for (int i = 0; i < from.length; i++) {
        constant.values()[i] = beta * c.values()[from[i]];
        constant.magnitudes()[i] = Math.abs(beta) * c.magnitudes()[from[i]];
      }
    }
    return new Linear(shape, terms, Optional.of(constant));
  }

  private static Dense transposed(Dense matrix) {
    int rows = matrix.shape()[0];
    int columns = matrix.shape()[1];
    Dense flipped = Dense.zeros(matrix.type(), new int[] {columns, rows});
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        flipped.values()[c * rows + r] = matrix.values()[r * columns + c];
        flipped.magnitudes()[c * rows + r] = matrix.magnitudes()[r * columns + c];
      }
    }
    return flipped;
  }

  static Linear matMul(Operation operation) {
    operation.requireFloating();
    int dependent = operation.depends(0) ? 0 : 1;
    Dense weights = operation.known(1 - dependent);
    int[] a = operation.shape(0);
    int[] b = operation.shape(1);
    if (a.length < 2 || b.length < 2 || a[a.length - 1] != b[b.length - 2]) {
      throw new Unprovable("the extents of %s do not fit".formatted(operation.node()));
    }
    int[] shape = productShape(a, b);
    if (dependent == 0 && b.length == 2) {
      return Linear.of(shape, 0, new Product(weights, 1));
    }
    return Linear.of(shape, dependent, batched(dependent, weights, a, b, shape));
  }

  private static int[] productShape(int[] a, int[] b) {
    int[] batch =
        Indexing.broadcast(List.of(Arrays.copyOf(a, a.length - 2), Arrays.copyOf(b, b.length - 2)));
    int[] shape = Arrays.copyOf(batch, batch.length + 2);
    shape[batch.length] = a[a.length - 2];
    shape[batch.length + 1] = b[b.length - 1];
    return shape;
  }

  private static Matrix batched(int dependent, Dense weights, int[] a, int[] b, int[] shape) {
    int rows = a[a.length - 2];
    int inner = a[a.length - 1];
    int columns = b[b.length - 1];
    int[] batch = Arrays.copyOf(shape, shape.length - 2);
    int[] ofA = Indexing.repeated(Arrays.copyOf(a, a.length - 2), batch);
    int[] ofB = Indexing.repeated(Arrays.copyOf(b, b.length - 2), batch);
    Matrix.Entries entries = new Matrix.Entries(16);
    for (int n = 0; n < ofA.length; n++) {
      for (int r = 0; r < rows; r++) {
        for (int k = 0; k < inner; k++) {
          for (int j = 0; j < columns; j++) {
            int left = (ofA[n] * rows + r) * inner + k;
            int right = (ofB[n] * inner + k) * columns + j;
            int weight = dependent == 0 ? right : left;
            entries.add(
                dependent == 0 ? left : right,
                (n * rows + r) * columns + j,
                weights.values()[weight],
                weights.magnitudes()[weight]);
          }
        }
      }
    }
    return entries.matrix(Indexing.size(dependent == 0 ? a : b));
  }

  static Linear reduceMean(Operation operation) {
    return reduction(operation, true);
  }

  static Linear reduceSum(Operation operation) {
    return reduction(operation, false);
  }

  private static Linear reduction(Operation operation, boolean mean) {
    int rank = operation.shape(0).length;
    Optional<long[]> given = operation.longs("axes", 1);
    if (given.isEmpty() && operation.node().intAttribute("noop_with_empty_axes", 0) != 0) {
      throw new Unprovable("%s has no axes".formatted(operation.node()));
    }
    int[] axes =
        given
            .map(list -> Arrays.stream(list).mapToInt(axis -> Indexing.axis(axis, rank)).toArray())
            .orElseGet(() -> IntStream.range(0, rank).toArray());
    return reduction(operation, axes, operation.node().intAttribute("keepdims", 1) != 0, mean);
  }

  static Linear reduction(Operation operation, int[] axes, boolean keep, boolean mean) {
    operation.requireFloating();
    int[] x = operation.shape(0);
    int[] kept = x.clone();
    for (int axis : axes) {
      kept[axis] = 1;
    }
    int[] to = Indexing.repeated(kept, x);
    double share = mean ? (double) Indexing.size(kept) / to.length : 1;
    Matrix.Entries entries = new Matrix.Entries(to.length);
    for (int i = 0; i < to.length; i++) {
      entries.add(i, to[i], share, share);
    }
    int[] shape = keep ? kept : without(kept, axes);
    return Linear.of(shape, 0, entries.matrix(to.length));
  }

  private static int[] without(int[] shape, int[] axes) {
    List<Integer> gone = Arrays.stream(axes).boxed().toList();
    return IntStream.range(0, shape.length)
        .filter(axis -> !gone.contains(axis))
        .map(axis -> shape[axis])
        .toArray();
  }
}
