package dev.repfuse.ir;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A tensor stored as its non-zero elements.
 *
 * @param values the non-zero elements, shape [NNZ]
 * @param indices their places: [NNZ] linearized or [NNZ, rank]
 * @param shape the extents of the dense form
 * @param encoded the message as it stood in the file
 */
public record SparseTensor(
    Tensor values, Tensor indices, Shape shape, Optional<MemorySegment> encoded)
    implements Payload {
  @Override
  public ElementType type() {
    return values.type();
  }
}
