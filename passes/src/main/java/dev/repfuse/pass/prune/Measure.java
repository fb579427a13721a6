package dev.repfuse.pass.prune;

/** What a network costs. */
public enum Measure {
  /** Multiply-accumulates of Conv, ConvTranspose, Gemm and MatMul for one sample. */
  MACS,
  /** Elements of floating-point weights, without the statistics of BatchNormalization. */
  PARAMETERS,
  /** Bytes of all weights. */
  BYTES;

  /** Its name as users write it. */
  public String words() {
    return switch (this) {
      case MACS -> "macs";
      case PARAMETERS -> "params";
      case BYTES -> "bytes";
    };
  }
}
