package dev.repfuse.search.angle;

import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;

/** A piece of the vector of each architecture that it belongs to. */
sealed interface Part {
  Place place();

  /**
   * The weights of a convolution or a matrix product.
   *
   * @param name the same in both files
   * @param use how they are read: the operator, and how often they are transposed
   * @param biased whether a bias is added
   */
  record Weight(String name, Tensor tensor, String use, boolean biased, Place place)
      implements Part {
    Shape shape() {
      return tensor.shape();
    }
  }

  /**
   * A pooling in a branch, which stands for constant weights: 1 / taps for each tap and channel, in
   * both vectors.
   */
  record Pooling(long channels, long taps, Place place) implements Part {
    PartialSums sums() {
      double squares = (double) channels / taps;
      return new PartialSums(squares, squares, squares);
    }
  }
}
