package dev.repfuse.pass.prune;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import dev.repfuse.ir.edit.Resizing;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The original with dropped channels set to zero wherever they are summed with others: what a
 * narrower network has to be equal to.
 */
final class Masking {
  private Masking() {}

  /** A multiplication by zeros and ones in front of each input that is summed over. */
  static Resizing of(Ties ties, Kept kept) {
    Resizing resizing = new Resizing();
    for (Ties.Contraction contraction : ties.contractions()) {
      Value input = contraction.node().input(contraction.input());
      Optional<int[]> left = kept.of(input, contraction.axis());
      if (left.isPresent()) {
        Tensor mask = mask(ties, input, contraction.axis(), left.get());
        List<Operand> operands = List.of(Operand.of(input), Operand.of(mask, "mask"));
        resizing.computed(
            contraction.node(), contraction.input(), NewNode.of("Mul", "", operands, List.of()));
      }
    }
    return resizing;
  }

  private static Tensor mask(Ties ties, Value input, int axis, int[] left) {
    ElementType type = ties.facts().element(input);
    long[] shape = new long[ties.rank(input)];
    Arrays.fill(shape, 1);
    shape[axis] = ties.extent(input, axis).orElseThrow();
    double[] mask = new double[(int) shape[axis]];
    for (int position : left) {
      mask[position] = 1;
    }
    return Tensor.ofDoubles(type, Shape.of(shape), mask);
  }
}
