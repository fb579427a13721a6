package dev.repfuse.runtime.verify;

import dev.repfuse.ir.ElementType;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How far one output of the result is from the original's, over all samples.
 *
 * <p>For floating-point types, {@code error = max |a − b| / scale} within one sample, and the worst
 * sample counts; {@code a} is the original's output, {@code b} the result's. {@code scale = max
 * |a|} over the sample's finite elements, but at least a thousandth of the largest such value of
 * all samples; where the original gives nothing but zeros, it is 0.001. A NaN that only one side
 * has, or an infinity that they do not share, makes the error infinite. For all other types, {@code
 * error} is the share of elements that differ, and none may.
 *
 * @param name the output; an element of a sequence or map has a name like {@code y[0]}
 * @param type its element type in the original
 * @param agreement whether it counts as equal
 * @param elements how many elements were compared, all samples together
 * @param error the error above
 * @param tolerance what the error may be: the tolerance asked for, but at least twice the distance
 *     of neighbouring numbers at 1 in the output's own type (float16: 2^-9, bfloat16: 2^-6); 0 for
 *     types that are compared exactly
 * @param maxAbsError the largest {@code |a − b|}
 * @param scale the scale in the sample of the largest error
 * @param sqnrDb {@code 10 log10(Σa² / Σ(a−b)²)} in decibels in the worst sample, infinite if
 *     nothing differs; samples in which the original gives only zeros do not count
 * @param argmaxAgreement for floating-point outputs of rank 2 or more whose last axis is longer
 *     than 1: the share of rows along that axis whose largest element, the first one on ties, is at
 *     the same index on both sides
 * @param mismatches elements beyond the tolerance
 * @param noise the error, by the same measure, of the original at ONNX Runtime's highest
 *     optimization level against its unoptimized self, if it was measured
 * @param histogram how many elements are off by how much; elements of a sample of another type or
 *     shape are not in it
 * @param notes what else there is to say, one sentence each
 */
public record OutputComparison(
    String name,
    ElementType type,
    Agreement agreement,
    long elements,
    double error,
    double tolerance,
    double maxAbsError,
    double scale,
    double sqnrDb,
    OptionalDouble argmaxAgreement,
    long mismatches,
    OptionalDouble noise,
    ErrorHistogram histogram,
    List<String> notes) {

  /** Whether an output counts as equal. */
  public enum Agreement {
    AGREES,
    DIFFERS,
    /** The notes say why. */
    NOT_COMPARABLE
  }

  public OutputComparison {
    notes = List.copyOf(notes);
  }

  /**
   * Whether rounding alone may explain the error. Where each of three runs (the original, the
   * optimized original, the result) is off the exact value by no more than some δ, both the noise
   * and the error lie between 0 and 2δ; so an error of up to twice the noise shows nothing.
   */
  boolean withinNoise() {
    return Double.isFinite(error) && noise.isPresent() && error <= 2 * noise.getAsDouble();
  }

  /** An output that has no numbers to compare. */
  static OutputComparison without(String name, Agreement agreement, String reason) {
    return new OutputComparison(
        name,
        ElementType.UNDEFINED,
        agreement,
        0,
        agreement == Agreement.DIFFERS ? Double.POSITIVE_INFINITY : 0,
        0,
        0,
        0,
        Double.NaN,
        OptionalDouble.empty(),
        0,
        OptionalDouble.empty(),
        ErrorHistogram.NONE,
        List.of(reason));
  }
}
