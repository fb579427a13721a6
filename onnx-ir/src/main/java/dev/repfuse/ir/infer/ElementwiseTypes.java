package dev.repfuse.ir.infer;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** Operators that work element by element, with broadcasting from opset 7 on. */
final class ElementwiseTypes {
  private static final int BROADCASTS_SINCE = 7;
  private static final List<String> UNARY =
      List.of(
          "Relu",
          "LeakyRelu",
          "Elu",
          "Selu",
          "Celu",
          "ThresholdedRelu",
          "Sigmoid",
          "HardSigmoid",
          "HardSwish",
          "Swish",
          "Tanh",
          "Softplus",
          "Softsign",
          "Gelu",
          "Mish",
          "Erf",
          "Exp",
          "Log",
          "Sin",
          "Cos",
          "Tan",
          "Asin",
          "Acos",
          "Atan",
          "Sinh",
          "Cosh",
          "Asinh",
          "Acosh",
          "Atanh",
          "Round",
          "Sqrt",
          "Reciprocal",
          "Sign",
          "Shrink",
          "Softmax",
          "LogSoftmax",
          "Hardmax",
          "Clip",
          "BitwiseNot",
          "CumSum",
          "CumProd",
          "Trilu");

  private ElementwiseTypes() {}

  static Map<String, Rule> rules() {
    Map<String, Rule> rules = new HashMap<>();
    UNARY.forEach(name -> rules.put(name, Rule.one(ElementwiseTypes::same)));
    rules.put("Identity", Rule.one(node -> node.fact(0)));
    rules.put("Neg", unary((a, _) -> Math.negateExact(a), (a, _) -> -a));
    rules.put("Abs", unary((a, _) -> Math.absExact(a), (a, _) -> Math.abs(a)));
    rules.put("Floor", unary((a, _) -> a, (a, _) -> Math.floor(a)));
    rules.put("Ceil", unary((a, _) -> a, (a, _) -> Math.ceil(a)));
    rules.put("Not", Rule.one(ElementwiseTypes::not));
    rules.put("IsNaN", Rule.one(node -> Fact.of(ElementType.BOOL, node.shape(0))));
    rules.put("IsInf", Rule.one(node -> Fact.of(ElementType.BOOL, node.shape(0))));
    rules.put("Add", binary(Arithmetic::add));
    rules.put("Sub", binary(Arithmetic::subtract));
    rules.put("Mul", binary(Arithmetic::multiply));
    rules.put("Div", binary(Arithmetic::divide));
    rules.put("Mod", Rule.one(node -> binary(node, t -> modulo(node, t))));
    for (String name : List.of("BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor")) {
      rules.put(name, binary(_ -> (_, _) -> Element.OPEN));
    }
    rules.put("Pow", Rule.one(node -> Fact.of(node.element(0), broadcastAll(node))));
    rules.put("PRelu", Rule.one(ElementwiseTypes::prelu));
    rules.put("Equal", comparison(Arithmetic.equal()));
    rules.put("Less", comparison(Arithmetic.compare((a, b) -> a < b, (a, b) -> a < b)));
    rules.put("Greater", comparison(Arithmetic.compare((a, b) -> a > b, (a, b) -> a > b)));
    rules.put("LessOrEqual", comparison(Arithmetic.compare((a, b) -> a <= b, (a, b) -> a <= b)));
    rules.put("GreaterOrEqual", comparison(Arithmetic.compare((a, b) -> a >= b, (a, b) -> a >= b)));
    rules.put("And", comparison(Arithmetic.compare((a, b) -> (a & b) != 0, (_, _) -> false)));
    rules.put("Or", comparison(Arithmetic.compare((a, b) -> (a | b) != 0, (_, _) -> false)));
    rules.put("Xor", comparison(Arithmetic.compare((a, b) -> (a ^ b) != 0, (_, _) -> false)));
    rules.put("Max", extreme(Math::max, Math::max));
    rules.put("Min", extreme(Math::min, Math::min));
    rules.put("Sum", Rule.one(node -> Fact.of(sameElement(node, 0), broadcastAll(node))));
    rules.put("Mean", Rule.one(node -> Fact.of(sameElement(node, 0), broadcastAll(node))));
    rules.put("Where", Rule.one(ElementwiseTypes::where));
    rules.put("Cast", Rule.one(ElementwiseTypes::cast));
    rules.put("CastLike", Rule.one(node -> converted(node, node.element(1))));
    return rules;
  }

  /** A result of the first input's type. */
  static Fact same(Operation node) {
    return Fact.of(node.type(0));
  }

  private static Rule unary(Arithmetic.OnWholes wholes, Arithmetic.OnReals reals) {
    return Rule.one(node ->
        same(node)
            .with(
                node.content(0)
                    .map(c ->
                        Gathering.each(c, c.type(), Arithmetic.unary(c.type(), wholes, reals)))));
  }

  private static Fact not(Operation node) {
    return Fact.of(ElementType.BOOL, node.shape(0))
        .with(
            node.content(0)
                .map(c ->
                    Gathering.each(
                        c,
                        ElementType.BOOL,
                        a -> a instanceof Element.Whole(long x) ? Element.of(1 - x) : a)));
  }

  private static Rule binary(Function<ElementType, BinaryOperator<Element>> arithmetic) {
    return Rule.one(node -> binary(node, arithmetic));
  }

  private static Fact binary(
      Operation node, Function<ElementType, BinaryOperator<Element>> arithmetic) {
    ElementType element = sameElement(node, 0);
    if (element == ElementType.UNDEFINED) {
      return Fact.of(element, broadcastAll(node));
    }
    return Fact.of(element, broadcastAll(node))
        .with(combine(node, 0, 1, element, arithmetic.apply(element)));
  }

  private static BinaryOperator<Element> modulo(Operation node, ElementType type) {
    return Arithmetic.modulo(type, node.integer("fmod", 0) != 0);
  }

  private static Rule comparison(BinaryOperator<Element> test) {
    return Rule.one(node -> {
      sameElement(node, 0);
      return Fact.of(ElementType.BOOL, broadcastAll(node))
          .with(combine(node, 0, 1, ElementType.BOOL, test));
    });
  }

  private static Optional<Content> combine(
      Operation node, int a, int b, ElementType type, BinaryOperator<Element> operator) {
    if (node.opset() < BROADCASTS_SINCE) {
      return Optional.empty();
    }
    return node.content(a)
        .flatMap(left -> node.content(b).flatMap(r -> Gathering.pairs(left, r, type, operator)));
  }

  private static Rule extreme(Arithmetic.OnWholes wholes, Arithmetic.OnReals reals) {
    return Rule.one(node -> {
      ElementType element = sameElement(node, 0);
      Fact fact = Fact.of(element, broadcastAll(node));
      Optional<Content> result = node.inputCount() > 16 ? Optional.empty() : node.content(0);
      for (int i = 1; i < node.inputCount() && result.isPresent(); i++) {
        Optional<Content> other = node.content(i);
        result =
            result.flatMap(a ->
                other.flatMap(b ->
                    Gathering.pairs(a, b, element, Arithmetic.binary(element, wholes, reals))));
      }
      return fact.with(result);
    });
  }

  /** The element type that the inputs from {@code first} on have to share. */
  private static ElementType sameElement(Operation node, int first) {
    ElementType element = ElementType.UNDEFINED;
    for (int i = first; i < node.inputCount(); i++) {
      ElementType own = node.element(i);
      if (own != ElementType.UNDEFINED) {
        IllegalNode.unless(
            element == ElementType.UNDEFINED || element == own,
            "it mixes %s and %s",
            element.keyword(),
            own.keyword());
        element = own;
      }
    }
    return element;
  }

  /** The shape of all inputs together. */
  private static Optional<Shape> broadcastAll(Operation node) {
    Optional<Shape> shape = node.shape(0);
    if (node.opset() < BROADCASTS_SINCE) {
      return shape;
    }
    for (int i = 1; i < node.inputCount(); i++) {
      shape = Extents.broadcast(shape, node.shape(i));
    }
    return shape;
  }

  private static Fact prelu(Operation node) {
    if (node.opset() >= BROADCASTS_SINCE && node.shape(0).isPresent()) {
      node.shape(1).ifPresent(slope -> Extents.broadcast(node.shape(0).get(), slope));
    }
    return Fact.of(node.element(0), node.shape(0));
  }

  private static Fact where(Operation node) {
    ElementType element = sameElement(node, 1);
    Fact fact = Fact.of(element, broadcastAll(node));
    Optional<Shape> shape = fact.type().tensorShape();
    if (shape.isEmpty() || shape.get().sizes().isEmpty()) {
      return fact;
    }
    Shape all = shape.get();
    return fact.with(
        node.content(0)
            .flatMap(c -> Gathering.expand(c, all))
            .flatMap(test ->
                node.content(1)
                    .flatMap(c -> Gathering.expand(c, all))
                    .flatMap(yes ->
                        node.content(2)
                            .flatMap(c -> Gathering.expand(c, all))
                            .map(no -> choose(test, yes, no)))));
  }

  private static Content choose(Content test, Content yes, Content no) {
    List<Element> elements = new java.util.ArrayList<>(test.count());
    for (int i = 0; i < test.count(); i++) {
      Element a = yes.elements().get(i);
      Element b = no.elements().get(i);
      elements.add(
          switch (test.elements().get(i)) {
            case Element.Whole(long truth) -> truth != 0 ? a : b;
            default -> a.equals(b) ? a : Element.OPEN;
          });
    }
    return new Content(yes.type(), test.sizes(), elements);
  }

  private static Fact cast(Operation node) {
    if (node.opset() < 6) {
      String keyword = node.string("to", "").toLowerCase(java.util.Locale.ROOT);
      return converted(node, ElementType.ofKeyword(keyword).orElse(ElementType.UNDEFINED));
    }
    long code = node.required("to");
    return converted(
        node,
        ElementType.ofCode(code)
            .filter(t -> t != ElementType.UNDEFINED)
            .orElseThrow(() -> new IllegalNode("element type " + code + " does not exist")));
  }

  private static Fact converted(Operation node, ElementType to) {
    Fact fact = Fact.of(to, node.shape(0));
    if (!to.isFloating() && !to.isInteger() && to != ElementType.BOOL) {
      return fact;
    }
    return fact.with(
        node.content(0).map(c -> Gathering.each(c, to, Arithmetic.cast(c.type(), to))));
  }
}
