package dev.repfuse.ir.infer;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators that make a tensor from nothing but attributes and shapes. */
final class ConstantTypes {
  private ConstantTypes() {}

  static Map<String, Rule> rules() {
    return Map.ofEntries(
        Map.entry("Constant", Rule.one(ConstantTypes::constant)),
        Map.entry("ConstantOfShape", Rule.one(ConstantTypes::constantOfShape)),
        Map.entry("Range", Rule.one(ConstantTypes::range)),
        Map.entry("EyeLike", Rule.one(ConstantTypes::like)),
        Map.entry("Bernoulli", Rule.one(ConstantTypes::like)),
        Map.entry("RandomNormalLike", Rule.one(ConstantTypes::like)),
        Map.entry("RandomUniformLike", Rule.one(ConstantTypes::like)),
        Map.entry("RandomNormal", Rule.one(ConstantTypes::random)),
        Map.entry("RandomUniform", Rule.one(ConstantTypes::random)),
        Map.entry("NonMaxSuppression", Rule.one(ConstantTypes::boxes)));
  }

  private static Fact constant(Operation node) {
    for (Attribute attribute : node.node().attributes()) {
      switch (attribute.content()) {
        case Attribute.TensorValue(Tensor tensor) -> {
          return Fact.of(tensor);
        }
        case Attribute.SparseTensorValue(var tensor) -> {
          return Fact.of(tensor.type(), tensor.shape());
        }
        case Attribute.IntValue(long value) -> {
          return Fact.of(Content.scalar(ElementType.INT64, Element.of(value)));
        }
        case Attribute.IntValues(long[] values) -> {
          return Fact.of(Tensor.ofLongs(Shape.of(values.length), values));
        }
        case Attribute.FloatValue(float value) -> {
          return Fact.of(Tensor.ofFloats(Shape.of(), value));
        }
        case Attribute.FloatValues(float[] values) -> {
          return Fact.of(Tensor.ofFloats(Shape.of(values.length), values));
        }
        case Attribute.StringValue _ -> {
          return Fact.of(ElementType.STRING, Shape.of());
        }
        case Attribute.StringValues(var values) -> {
          return Fact.of(ElementType.STRING, Shape.of(values.size()));
        }
        default -> {}
      }
    }
    return Fact.UNKNOWN;
  }

  private static Fact constantOfShape(Operation node) {
    Optional<Tensor> value =
        node.node()
            .attribute("value")
            .map(Attribute::content)
            .filter(Attribute.TensorValue.class::isInstance)
            .map(c -> ((Attribute.TensorValue) c).tensor());
    ElementType type = value.map(Tensor::type).orElse(ElementType.FLOAT);
    Element filler =
        value
            .flatMap(Content::of)
            .filter(c -> c.count() == 1)
            .map(c -> c.elements().getFirst())
            .orElse(value.isEmpty() ? new Element.Real(0) : Element.OPEN);
    Optional<Content> target = node.content(0);
    if (target.isEmpty()) {
      return Fact.of(
          type,
          node.shape(0)
              .filter(s -> s.rank() == 1 && s.size(0).orElse(Long.MAX_VALUE) <= Content.LIMIT)
              .map(s -> Shape.unknown((int) s.size(0).orElseThrow())));
    }
    for (Element element : target.get().elements()) {
      if (element instanceof Element.Whole(long size)) {
        IllegalNode.unless(size >= 0, "it asks for an extent of %d", size);
      }
    }
    Shape shape = new Shape(target.get().dims());
    return Fact.of(type, shape).with(shape.sizes().flatMap(s -> Content.filled(type, s, filler)));
  }

  private static Fact range(Operation node) {
    ElementType type = node.sharedElement(0);
    Element start = only(node, 0);
    Element limit = only(node, 1);
    Element delta = only(node, 2);
    IllegalNode.unless(
        !delta.is(0) && !(delta instanceof Element.Real(double d) && d == 0),
        "it counts in steps of 0");
    if (start.is(0) && delta.is(1) && limit instanceof Element.Named(Dim.Symbol symbol)) {
      return Fact.of(type, new Shape(List.of(symbol)));
    }
    if (start instanceof Element.Whole(long from)
        && limit instanceof Element.Whole(long to)
        && delta instanceof Element.Whole(long step)) {
      return counted(type, from, step, count(from, to, step));
    }
    if (start instanceof Element.Real(double from)
        && limit instanceof Element.Real(double to)
        && delta instanceof Element.Real(double step)) {
      double count = Math.max(0, Math.ceil((to - from) / step));
      // A quotient near a whole number is rounded differently by different runtimes.
      boolean clear = Math.abs((to - from) / step - Math.rint((to - from) / step)) > 1e-4;
      boolean exact = (to - from) == step * Math.rint((to - from) / step);
      boolean sure = (clear || exact) && count < Integer.MAX_VALUE;
      return Fact.of(type, new Shape(List.of(sure ? Dim.of((long) count) : Dim.UNKNOWN)));
    }
    return Fact.of(type, Shape.unknown(1));
  }

  private static long count(long from, long to, long step) {
    long distance = Math.subtractExact(to, from);
    return step == Long.MIN_VALUE
        ? (distance < 0 ? 1 : 0)
        : Math.max(0, step > 0 ? Math.ceilDiv(distance, step) : Math.ceilDiv(-distance, -step));
  }

  private static Fact counted(ElementType type, long from, long step, long count) {
    Fact fact = Fact.of(type, Shape.of(count));
    if (count > Content.LIMIT) {
      return fact;
    }
    List<Element> elements = new ArrayList<>((int) count);
    for (int i = 0; i < count; i++) {
      elements.add(Element.of(from + i * step));
    }
    return Fact.of(Content.vector(type, elements));
  }

  private static Element only(Operation node, int input) {
    return node.content(input)
        .filter(c -> c.count() == 1)
        .map(c -> c.elements().getFirst())
        .orElse(Element.OPEN);
  }

  private static Fact like(Operation node) {
    long code = node.integer("dtype", node.element(0).code());
    return Fact.of(ElementType.ofCode(code).orElse(ElementType.UNDEFINED), node.shape(0));
  }

  private static Fact random(Operation node) {
    long code = node.integer("dtype", ElementType.FLOAT.code());
    long[] sizes =
        node.ints("shape").orElseThrow(() -> new IllegalNode("attribute 'shape' is missing"));
    for (long size : sizes) {
      IllegalNode.unless(size >= 0, "it asks for an extent of %d", size);
    }
    return Fact.of(ElementType.ofCode(code).orElse(ElementType.UNDEFINED), Shape.of(sizes));
  }

  private static Fact boxes(Operation node) {
    return Fact.of(ElementType.INT64, new Shape(List.of(Dim.UNKNOWN, Dim.of(3))));
  }
}
