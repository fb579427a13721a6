package dev.repfuse.prove;

/**
 * How far two affine maps can be apart, in exact arithmetic on the stored weights: {@code |y₁ − y₂|
 * ≤ gain · max|x| + offset} for each element of the output and every x.
 *
 * @param gain largest sum, over what one element of the output reads, of coefficient differences
 * @param offset largest difference where all inputs are zero
 * @param units largest coefficient difference in units of rounding: {@code 2⁻²⁴} of the sum of the
 *     magnitudes of the products that the coefficient is made of, for float32
 */
public record Bound(double gain, double offset, double units) {
  /** Not apart at all. */
  public static final Bound EXACT = new Bound(0, 0, 0);

  /** Holds for either. */
  Bound or(Bound other) {
    return new Bound(
        Math.max(gain, other.gain), Math.max(offset, other.offset), Math.max(units, other.units));
  }
}
