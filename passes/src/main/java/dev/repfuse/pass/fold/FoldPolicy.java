package dev.repfuse.pass.fold;

/**
 * What the user of the engine wants folded.
 *
 * @param keepsIdentity whether an identity branch is added behind the convolution instead of being
 *     folded into its kernel, for models that are quantized to int8
 * @param allowsHalfPrecision whether weights may be rounded to half precision though they nearly
 *     cancel
 * @param dropsSoftmax whether a Softmax in front of an ArgMax goes, though near-ties may then be
 *     decided in another way
 */
public record FoldPolicy(boolean keepsIdentity, boolean allowsHalfPrecision, boolean dropsSoftmax) {
  /** Every branch is folded, but not where half precision would lose too many digits. */
  public static final FoldPolicy STANDARD = new FoldPolicy(false, false, false);
}
