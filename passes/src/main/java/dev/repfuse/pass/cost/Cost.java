package dev.repfuse.pass.cost;

import java.util.OptionalDouble;

/**
 * What nodes cost on a target, for one sample.
 *
 * @param macs multiply-accumulates
 * @param bytes read and written
 * @param nanoseconds estimated time by the target's rates, kernel launches included
 * @param measured the same with layers as they were measured; empty if one of them was not
 */
public record Cost(double macs, double bytes, double nanoseconds, OptionalDouble measured) {
  /** Of no node at all. */
  public static final Cost NONE = new Cost(0, 0, 0);

  /** Of nodes of which none is a layer. */
  public Cost(double macs, double bytes, double nanoseconds) {
    this(macs, bytes, nanoseconds, OptionalDouble.of(nanoseconds));
  }

  /** Both, one after the other. */
  public Cost plus(Cost other) {
    return new Cost(
        macs + other.macs,
        bytes + other.bytes,
        nanoseconds + other.nanoseconds,
        measured.isPresent() && other.measured.isPresent()
            ? OptionalDouble.of(measured.getAsDouble() + other.measured.getAsDouble())
            : OptionalDouble.empty());
  }

  /** The same of a layer that was measured, or was not. */
  public Cost asMeasured(OptionalDouble time) {
    return new Cost(macs, bytes, nanoseconds, time);
  }
}
