package dev.repfuse.pass.adapt;

import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Operand;
import java.util.Arrays;
import java.util.List;

/**
 * A constant for each channel that is added, subtracted, multiplied by or divided by.
 *
 * @param name of the node; may be empty
 * @param operator Add, Sub, Mul or Div
 * @param vector [channels]
 */
record PerChannel(String name, String operator, Tensor vector) implements HeadStep {
  @Override
  public void append(DenseNodes nodes) {
    long[] extents = new long[nodes.spatialRank() + 1];
    Arrays.fill(extents, 1);
    extents[0] = vector.elementCount();
    Tensor constant = Tensor.of(vector.type(), Shape.of(extents), vector.bytes());
    nodes.add(operator, name, List.of(Operand.of(constant, nodes.hint(name, "constant"))));
  }

  @Override
  public String word() {
    return operator;
  }
}
