package dev.repfuse.pass.prune;

import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Picks positions of a tensor's axes, byte for byte. */
final class Gathering {
  private Gathering() {}

  /**
   * The tensor with only some positions of one axis.
   *
   * @param tensor whose elements take whole bytes
   * @param positions in the order of the result
   */
  static Tensor along(Tensor tensor, int axis, int[] positions) {
    long[] extents = tensor.shape().sizes().orElseThrow();
    long outer = 1;
    for (int i = 0; i < axis; i++) {
      outer *= extents[i];
    }
    long element = tensor.byteSize() / Math.max(1, tensor.elementCount());
    long inner = element;
    for (int i = axis + 1; i < extents.length; i++) {
      inner *= extents[i];
    }
    long length = extents[axis];
    extents[axis] = positions.length;
    MemorySegment from = tensor.bytes();
    MemorySegment to = Arena.ofAuto().allocate(outer * positions.length * inner, 8);
    long at = 0;
    for (long block = 0; block < outer; block++) {
      for (int i = 0; i < positions.length; ) {
        int run = 1;
        while (i + run < positions.length && positions[i + run] == positions[i] + run) {
          run++;
        }
        long offset = (block * length + positions[i]) * inner;
        MemorySegment.copy(from, offset, to, at, run * inner);
        at += run * inner;
        i += run;
      }
    }
    return Tensor.of(tensor.type(), Shape.of(extents), to);
  }
}
