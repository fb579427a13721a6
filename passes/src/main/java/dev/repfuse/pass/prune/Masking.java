package dev.repfuse.pass.prune;

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
 * narrower network has to be equal to. Constants that something takes in stay.
 */
final class Masking {
  private static final double[] NONE = {};

  private Masking() {}

  /** A multiplication by zeros and ones in front of each input that is summed over. */
  static Resizing of(Ties ties, Kept kept, ConstantFolding folding) {
    Resizing resizing = new Resizing();
    for (Ties.Contraction contraction : ties.contractions()) {
      Value input = contraction.node().input(contraction.input());
      Optional<int[]> left = kept.of(input, contraction.axis());
      double[] mask = left.map(some -> mask(ties, contraction, some, folding)).orElse(NONE);
      if (Arrays.stream(mask).anyMatch(factor -> factor == 0)) {
        Operand factors = Operand.of(broadcast(ties, contraction, mask), "mask");
        List<Operand> operands = List.of(Operand.of(input), factors);
        resizing.computed(
            contraction.node(), contraction.input(), NewNode.of("Mul", "", operands, List.of()));
      }
    }
    return resizing;
  }

  /** One where a position stays or still counts, else zero. */
  private static double[] mask(
      Ties ties, Ties.Contraction sum, int[] left, ConstantFolding folding) {
    Value input = sum.node().input(sum.input());
    double[] mask = new double[(int) ties.extent(input, sum.axis()).orElseThrow()];
    for (int position = 0; position < mask.length; position++) {
      boolean stays = Arrays.binarySearch(left, position) >= 0;
      mask[position] = stays || folding.takesIn(sum, position) ? 1 : 0;
    }
    return mask;
  }

  private static Tensor broadcast(Ties ties, Ties.Contraction sum, double[] mask) {
    Value input = sum.node().input(sum.input());
    long[] shape = new long[ties.rank(input)];
    Arrays.fill(shape, 1);
    shape[sum.axis()] = mask.length;
    return Tensor.ofDoubles(ties.facts().element(input), Shape.of(shape), mask);
  }
}
