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
import java.util.stream.IntStream;

/**
 * The original with dropped channels set to zero wherever they are summed with others: what a
 * narrower network has to be equal to. Constants that something takes in stay.
 */
final class Masking {
  private Masking() {}

  /** A multiplication by zeros and ones in front of each input that is summed over. */
  static Resizing of(Ties ties, Kept kept, ConstantFolding folding) {
    Resizing resizing = new Resizing();
    for (Ties.Contraction contraction : ties.contractions()) {
      Value input = contraction.node().input(contraction.input());
      Optional<int[]> left = kept.of(input, contraction.axis());
      if (left.isPresent() && !takesInAll(ties, contraction, left.get(), folding)) {
        Tensor mask = mask(ties, contraction, left.get(), folding);
        List<Operand> operands = List.of(Operand.of(input), Operand.of(mask, "mask"));
        resizing.computed(
            contraction.node(), contraction.input(), NewNode.of("Mul", "", operands, List.of()));
      }
    }
    return resizing;
  }

  private static boolean takesInAll(
      Ties ties, Ties.Contraction sum, int[] left, ConstantFolding folding) {
    int extent = extent(ties, sum);
    return IntStream.range(0, extent).filter(i -> folding.takesIn(sum, i)).count()
        == extent - left.length;
  }

  private static int extent(Ties ties, Ties.Contraction sum) {
    return (int) ties.extent(sum.node().input(sum.input()), sum.axis()).orElseThrow();
  }

  private static Tensor mask(Ties ties, Ties.Contraction sum, int[] left, ConstantFolding folding) {
    Value input = sum.node().input(sum.input());
    ElementType type = ties.facts().element(input);
    long[] shape = new long[ties.rank(input)];
    Arrays.fill(shape, 1);
    shape[sum.axis()] = extent(ties, sum);
    double[] mask = new double[extent(ties, sum)];
    for (int position : left) {
      mask[position] = 1;
    }
    for (int position = 0; position < mask.length; position++) {
      if (folding.takesIn(sum, position)) {
        mask[position] = 1;
      }
    }
    return Tensor.ofDoubles(type, Shape.of(shape), mask);
  }
}
