package dev.repfuse.pass.clean;

import dev.repfuse.ir.Absent;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.pass.Exactness;
import dev.repfuse.pass.Facts;
import dev.repfuse.pass.Outcome;
import dev.repfuse.pass.Reason;
import dev.repfuse.pass.Rewrite;
import java.util.Arrays;
import java.util.Optional;

/**
 * Removes a QuantizeLinear directly behind a DequantizeLinear of the same scale, zero point and
 * type: {@code round(((q − z)·s) / s) + z = q}.
 *
 * <p>That is exact: {@code n = q − z} is a whole number below 2¹⁷, and single precision computes
 * {@code n·s / s} to within {@code n·2⁻²³ < 1/2}, unless the product overflows or is subnormal.
 */
public final class DropRequantization implements Rewrite {
  /** The largest |q − z| of 16-bit numbers; with a scale below this the product is finite. */
  private static final float MOST = 1 << 17;

  @Override
  public Outcome match(Node anchor, Facts facts) {
    if (!facts.is(anchor, "QuantizeLinear")
        || !(anchor.input(0) instanceof Result middle)
        || !facts.is(middle.producer(), "DequantizeLinear")
        || anchor.result().isEmpty()) {
      return Outcome.NOT_MINE;
    }
    Node before = middle.producer();
    ElementType type = facts.element(before.input(0));
    if (!isWhole(type) || facts.element(middle) != ElementType.FLOAT) {
      return Outcome.NOT_MINE;
    }
    if (facts.element(anchor.result().get()) != type) {
      return Outcome.declined(Reason.ROUNDS, "the types differ");
    }
    Optional<Tensor> scale = facts.constant(before.input(1));
    if (scale.isEmpty() || !sameScale(scale.get(), facts.constant(anchor.input(1)))) {
      return Outcome.declined(Reason.ROUNDS, "the scales are not known to be the same");
    }
    if (!sameZeroPoint(before.input(2), anchor.input(2), facts)) {
      return Outcome.declined(Reason.ROUNDS, "the zero points are not known to be the same");
    }
    if (!sameAxes(before, anchor, scale.get().shape().rank())) {
      return Outcome.declined(Reason.ROUNDS, "the scales belong to other axes");
    }
    return NoOp.drop(anchor, before.input(0));
  }

  private static boolean isWhole(ElementType type) {
    return switch (type) {
      case INT4, UINT4, INT8, UINT8, INT16, UINT16 -> true;
      default -> false;
    };
  }

  private static boolean sameScale(Tensor scale, Optional<Tensor> other) {
    if (scale.type() != ElementType.FLOAT
        || other.filter(o -> o.type() == ElementType.FLOAT).isEmpty()
        || !other.get().shape().equals(scale.shape())
        || !Arrays.equals(scale.doubles(), other.get().doubles())) {
      return false;
    }
    return Arrays.stream(scale.doubles())
        .map(Math::abs)
        .allMatch(s -> s >= Float.MIN_NORMAL && s <= Float.MAX_VALUE / MOST);
  }

  /** An absent zero point is zero. */
  private static boolean sameZeroPoint(Value first, Value second, Facts facts) {
    Optional<long[]> a = zeroPoint(first, facts);
    Optional<long[]> b = zeroPoint(second, facts);
    if (a.isEmpty() || b.isEmpty()) {
      return false;
    }
    boolean bothZero =
        Arrays.stream(a.get()).allMatch(z -> z == 0)
            && Arrays.stream(b.get()).allMatch(z -> z == 0);
    return bothZero || Arrays.equals(a.get(), b.get());
  }

  private static Optional<long[]> zeroPoint(Value value, Facts facts) {
    return value instanceof Absent
        ? Optional.of(new long[0])
        : facts.constant(value).map(Tensor::longs);
  }

  /** One scale for all has no axis; blocks of scales are left alone. */
  private static boolean sameAxes(Node first, Node second, int rank) {
    return first.intAttribute("block_size", 0) == 0
        && second.intAttribute("block_size", 0) == 0
        && (rank == 0 || first.intAttribute("axis", 1) == second.intAttribute("axis", 1));
  }

  @Override
  public Exactness exactness() {
    return Exactness.BITWISE;
  }
}
