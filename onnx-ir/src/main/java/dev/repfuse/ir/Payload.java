package dev.repfuse.ir;

/** The numbers of an initializer: dense or sparse. */
public sealed interface Payload permits Tensor, SparseTensor {

  /** The element type of the numbers. */
  ElementType type();

  /** The extents of the dense form. */
  Shape shape();
}
