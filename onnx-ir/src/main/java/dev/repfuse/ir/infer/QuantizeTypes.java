package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Quantization: a scale and a zero point for the whole tensor, one axis, or blocks of an axis. */
final class QuantizeTypes {
  private QuantizeTypes() {}

  static Map<String, Rule> rules() {
    return Map.of(
        "QuantizeLinear", Rule.one(QuantizeTypes::quantize),
        "DequantizeLinear", Rule.one(QuantizeTypes::dequantize),
        "DynamicQuantizeLinear", QuantizeTypes::dynamic);
  }

  private static Fact quantize(Operation node) {
    checkParameters(node);
    ElementType stated = stated(node);
    ElementType type =
        node.has(2)
            ? node.element(2)
            : stated == ElementType.UNDEFINED ? ElementType.UINT8 : stated;
    return Fact.of(type, node.shape(0));
  }

  private static Fact dequantize(Operation node) {
    checkParameters(node);
    ElementType stated = stated(node);
    return Fact.of(stated == ElementType.UNDEFINED ? node.element(1) : stated, node.shape(0));
  }

  private static ElementType stated(Operation node) {
    return ElementType.ofCode(node.integer("output_dtype", 0)).orElse(ElementType.UNDEFINED);
  }

  private static void checkParameters(Operation node) {
    Optional<Shape> scale = node.shape(1);
    Optional<Shape> zero = node.shape(2);
    if (scale.isPresent() && zero.isPresent() && scale.get().sizes().isPresent()) {
      boolean same =
          Extents.differ(Extents.product(scale.get().dims()), Extents.product(zero.get().dims()));
      IllegalNode.unless(!same, "its scale is %s and its zero point %s", scale.get(), zero.get());
    }
    boolean perAxis =
        node.opset() >= 13
            && node.integer("block_size", 0) == 0
            && scale.map(s -> s.rank() == 1 && !s.dim(0).is(1)).orElse(false);
    if (perAxis && node.shape(0).isPresent()) {
      Shape x = node.shape(0).get();
      Dim axis = x.dim(Operation.axis(node.integer("axis", 1), x.rank()));
      IllegalNode.unless(
          !Extents.differ(scale.get().dim(0), axis),
          "its scale %s does not fit %s elements of the axis",
          scale.get(),
          axis);
    }
  }

  private static List<Fact> dynamic(Operation node) {
    return List.of(
        Fact.of(ElementType.UINT8, node.shape(0)),
        Fact.of(ElementType.FLOAT, Shape.of()),
        Fact.of(ElementType.UINT8, Shape.of()));
  }
}
