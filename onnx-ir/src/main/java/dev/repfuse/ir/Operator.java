package dev.repfuse.ir;

/**
 * Which operator a node applies.
 *
 * @param domain the operator set's domain as the file spells it; empty for ONNX's own
 * @param type the operator's name, such as {@code Conv}
 * @param overload tells functions of one name apart; usually empty
 */
public record Operator(String domain, String type, String overload) {

  /**
   * What ONNX Runtime's optimizer makes of a convolution and an activation, and of something that
   * is added in between: its fourth input.
   */
  public static final Operator FUSED_CONV = new Operator("com.microsoft", "FusedConv", "");

  /** An operator of ONNX's own domain. */
  public static Operator standard(String type) {
    return new Operator("", type, "");
  }

  /** Whether it belongs to ONNX's own domain, which has two spellings. */
  public boolean isStandard() {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  /** The domain with {@code ai.onnx} spelt as empty. */
  public String canonicalDomain() {
    return isStandard() ? "" : domain;
  }
}
