package dev.repfuse.pass;

/** How closely a rewritten graph computes what the original computed. */
public enum Exactness {
  /** The same bits. */
  BITWISE,
  /** The same real function; floating-point results differ by rounding. */
  ROUNDING,
  /** Another function, close to the original. */
  LOSSY
}
