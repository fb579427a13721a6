package dev.repfuse.pass.adapt;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.edit.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A matrix product of the vector; on a map a convolution with a kernel of one position.
 *
 * @param name of the node; may be empty
 * @param matrix [out, in]
 * @param bias [out]
 */
record Linear(String name, Tensor matrix, Optional<Tensor> bias) implements HeadStep {

  /** With a constant that is added behind it, if that can be its bias. */
  Optional<Linear> with(PerChannel behind) {
    return bias.isEmpty() && behind.operator().equals("Add")
        ? Optional.of(new Linear(name, matrix, Optional.of(behind.vector())))
        : Optional.empty();
  }

  @Override
  public void append(DenseNodes nodes) {
    int axes = nodes.spatialRank();
    long[] extents = new long[axes + 2];
    Arrays.fill(extents, 1);
    extents[0] = matrix.shape().size(0).orElseThrow();
    extents[1] = matrix.shape().size(1).orElseThrow();
    Tensor kernel = Tensor.of(matrix.type(), Shape.of(extents), matrix.bytes());
    List<Operand> operands = new ArrayList<>(2);
    operands.add(Operand.of(kernel, nodes.hint(name, "weight")));
    bias.ifPresent(tensor -> operands.add(Operand.of(tensor, nodes.hint(name, "bias"))));
    long[] ones = new long[axes];
    Arrays.fill(ones, 1);
    nodes.add("Conv", name, operands, Attribute.of("kernel_shape", ones));
  }

  @Override
  public String word() {
    return "Linear";
  }
}
