package dev.repfuse.ir.io;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.SparseTensor;

/** Checks that a sparse tensor's indices lie inside of its dense shape. */
final class SparseIndices {
  private SparseIndices() {}

  static void check(SparseTensor sparse) {
    String name = sparse.values().name();
    long count = sparse.values().elementCount();
    int rank = sparse.shape().rank();
    int indexRank = sparse.indices().shape().rank();
    long wanted = indexRank == 2 ? Math.multiplyExact(count, rank) : count;
    if (sparse.indices().type() != ElementType.INT64
        || indexRank < 1
        || indexRank > 2
        || sparse.indices().elementCount() != wanted) {
      throw new ModelException(
          "sparse tensor '%s': indices %s do not fit %d values of rank %d"
              .formatted(name, sparse.indices().shape(), count, rank));
    }
    long[] sizes = sparse.shape().sizes().orElseThrow();
    long[] indices = sparse.indices().longs();
    long elements = sparse.shape().elementCount().orElse(Long.MAX_VALUE);
    for (int i = 0; i < indices.length; i++) {
      long bound = indexRank == 2 ? sizes[i % rank] : elements;
      if (indices[i] < 0 || indices[i] >= bound) {
        throw new ModelException(
            "sparse tensor '%s': index %d lies outside of its shape %s"
                .formatted(name, indices[i], sparse.shape()));
      }
    }
  }
}
