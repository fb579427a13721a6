package dev.repfuse.pass;

/** Every reason for which a rewrite refuses, with the rule of the rule book that it keeps. */
public enum Reason {
  NOT_LINEAR("A0", "an operator that is not linear lies in between"),
  ALREADY_ONE("A0", "it is a single operator, and what it reads is not linear"),
  OTHER_SOURCES("A5", "the operands depend on different values"),
  WEIGHT_NOT_CONSTANT("A2", "a weight is computed while the model runs"),
  WEIGHT_OVERRIDABLE("A2", "a weight is also a graph input, which a caller may override"),
  WEIGHT_REFERENCED("A2", "training information or an annotation refers to a weight by name"),
  WEIGHT_QUANTIZED("A2", "a weight is stored in quantized form, which a fold would give up"),
  TRAINING_MODE("A3", "BatchNormalization in training mode takes its statistics from the batch"),
  MALFORMED("A0", "the node's attributes or weights do not fit together"),
  UNKNOWN_SHAPE("A0", "a shape that decides is not known"),
  NOT_PER_CHANNEL("A4", "a constant does not act on whole channels"),
  WIDENS("A4", "a broadcast gives the result more channels or another rank"),
  DIVIDES_BY_VALUE("A4", "the value is a divisor"),
  PRODUCT_OF_VALUES("A4", "two values that depend on the input are multiplied"),
  STRIDES_DIFFER("A5", "the branches have different strides"),
  SIZES_DIFFER("A5", "the branches give different sizes"),
  IDENTITY_KEPT("A5", "the identity branch has to stay outside of the kernel"),
  NOT_ON_CHANNELS("A6", "another axis than the channels is joined or cut"),
  GROUP_ACROSS_PARTS("A6", "a group of the convolution reads several parts of the Concat"),
  MOVED_AXES("A7", "axes are moved and not moved back"),
  POOL_BORDER("A8", "the average at the border is over fewer elements"),
  PAD_VALUE("A9", "the padding is neither zero nor the value's own bias"),
  BIAS_UNDER_PADDING("A2", "a bias would be seen as zero at the border of a padded convolution"),
  PADDED_AFTER_PADDED("A2", "a padded convolution of a padded convolution differs at the border"),
  NEGATIVE_PADDING("A2", "one convolution would need negative padding"),
  AUTO_PAD_UNKNOWN_SIZE("A2", "auto_pad depends on a size that is not known"),
  OTHER_GRAPH("A0", "it reads a value of the graph around it, which stays there"),
  ATTRIBUTE_OF_CALLER("A0", "an attribute is given by the caller of the function"),
  READ_ELSEWHERE("A0", "a value inside is read elsewhere too, so its computation has to stay"),
  NO_CONVOLUTION("A0", "no convolution or matrix product takes part"),
  MORE_MACS("COST", "one convolution would need more multiply-accumulates"),
  NO_GAIN("COST", "one convolution would not be faster"),
  SUM_NO_GAIN("COST", "a sum of convolutions of the Concat's parts would not be clearly faster"),
  WOULD_GROW("COST", "the file would grow"),
  NOT_FINITE("NUM", "a folded weight would not be finite"),
  HALF_PRECISION("NUM", "half precision would lose too many digits"),
  OVERLAPPING_WINDOWS("A11", "the transposed convolution's windows overlap or are cropped"),
  REGION_MASK("REGION", "the mask is not certain to name one of the regions at each position"),
  REGION_SELECT("REGION", "what is picked is not exactly one region's result at each position"),
  REGION_ORDER("REGION", "regions are not the outermost axis of the dense result"),
  REGION_WINDOW("REGION", "all regions' results come from no plain convolution or product"),
  REGION_OPSET("REGION", "the operator set is too old for pieces of a length that is computed"),
  REGION_NO_GAIN("REGION", "sorting positions by region would not be faster"),
  OPEN_BATCH("REGION", "there may be several images, each of which has filters of its own"),
  KEEPS_NAME("NAMES", "a graph output's name would vanish"),
  ROUNDS("CLEAN", "the conversion in between rounds or saturates"),
  TRAINING_DROPOUT("CLEAN", "Dropout in training mode is random"),
  NOT_INLINED("INLINE", "a function is not put in the place of its call"),
  NOT_DETERMINISTIC("EVAL", "the operator is random"),
  TOO_LARGE("EVAL", "the constant result would make the file grow"),
  NOT_EVALUATED("EVAL", "the runtime could not evaluate the constant expression"),
  UNSAFE_TO_EVALUATE("EVAL", "evaluating it could crash or never end");

  private final String rule;
  private final String sentence;

  Reason(String rule, String sentence) {
    this.rule = rule;
    this.sentence = sentence;
  }

  /** The rule's number in the rule book of ARCHITECTURE.md. */
  public String rule() {
    return rule;
  }

  /** The reason as a clause that fits behind "not folded:". */
  public String sentence() {
    return sentence;
  }
}
