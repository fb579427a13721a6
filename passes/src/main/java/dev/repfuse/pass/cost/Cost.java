package dev.repfuse.pass.cost;

/**
 * What nodes cost on a target, for one sample.
 *
 * @param macs multiply-accumulates
 * @param bytes read and written
 * @param nanoseconds estimated time, kernel launches included
 */
public record Cost(double macs, double bytes, double nanoseconds) {
  /** Of no node at all. */
  public static final Cost NONE = new Cost(0, 0, 0);

  /** Both, one after the other. */
  public Cost plus(Cost other) {
    return new Cost(macs + other.macs, bytes + other.bytes, nanoseconds + other.nanoseconds);
  }
}
