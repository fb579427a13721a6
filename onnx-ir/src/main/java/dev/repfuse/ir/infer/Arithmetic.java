package dev.repfuse.ir.infer;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.infer.Element.Real;
import dev.repfuse.ir.infer.Element.Whole;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * ONNX arithmetic on single elements. Whole numbers that leave their type, divisions by zero and
 * everything that runtimes disagree about give an unknown element.
 */
final class Arithmetic {
  private Arithmetic() {}

  /** An operation on whole numbers; overflow is told by {@link ArithmeticException}. */
  @FunctionalInterface
  interface OnWholes {
    long apply(long a, long b);
  }

  /** An operation on floating-point numbers. */
  @FunctionalInterface
  interface OnReals {
    double apply(double a, double b);
  }

  static BinaryOperator<Element> binary(ElementType type, OnWholes wholes, OnReals reals) {
    return (a, b) -> {
      if (a instanceof Whole(long x) && b instanceof Whole(long y)) {
        try {
          return fitting(type, wholes.apply(x, y));
        } catch (ArithmeticException e) {
          return Element.OPEN;
        }
      }
      return a instanceof Real(double x) && b instanceof Real(double y)
          ? rounded(type, reals.apply(x, y))
          : Element.OPEN;
    };
  }

  static UnaryOperator<Element> unary(ElementType type, OnWholes wholes, OnReals reals) {
    BinaryOperator<Element> twice = binary(type, wholes, reals);
    return a -> twice.apply(a, a);
  }

  static BinaryOperator<Element> add(ElementType type) {
    return keeping(0, true, binary(type, Math::addExact, Double::sum));
  }

  static BinaryOperator<Element> subtract(ElementType type) {
    return keeping(0, false, binary(type, Math::subtractExact, (a, b) -> a - b));
  }

  static BinaryOperator<Element> multiply(ElementType type) {
    return keeping(1, true, binary(type, Math::multiplyExact, (a, b) -> a * b));
  }

  /** Whole numbers are divided towards zero. */
  static BinaryOperator<Element> divide(ElementType type) {
    return keeping(1, false, binary(type, Math::divideExact, (a, b) -> a / b));
  }

  /** The sign of the result follows the divisor, or with {@code fmod} the dividend. */
  static BinaryOperator<Element> modulo(ElementType type, boolean fmod) {
    return fmod
        ? binary(type, (a, b) -> a % b, (a, b) -> a % b)
        : binary(type, Math::floorMod, (a, b) -> a - b * Math.floor(a / b));
  }

  /** A symbol stays itself when its partner is the operation's neutral number. */
  private static BinaryOperator<Element> keeping(
      long neutral, boolean commutes, BinaryOperator<Element> numbers) {
    return (a, b) -> {
      if (a instanceof Element.Named && b.is(neutral)) {
        return a;
      }
      return commutes && b instanceof Element.Named && a.is(neutral) ? b : numbers.apply(a, b);
    };
  }

  /** Truth values of a comparison, which only numbers decide; equal symbols are equal. */
  static BinaryOperator<Element> equal() {
    return (a, b) -> {
      if (a instanceof Element.Named x && b instanceof Element.Named y && x.equals(y)) {
        return Element.of(1);
      }
      // An extent is never negative: shape arithmetic compares it with the marker -1.
      if ((a instanceof Element.Named && b instanceof Whole(long y) && y < 0)
          || (b instanceof Element.Named && a instanceof Whole(long x) && x < 0)) {
        return Element.of(0);
      }
      return compare((x, y) -> x == y, (x, y) -> x == y).apply(a, b);
    };
  }

  /** A test of whole numbers. */
  @FunctionalInterface
  interface WholeTest {
    boolean test(long a, long b);
  }

  /** A test of floating-point numbers. */
  @FunctionalInterface
  interface RealTest {
    boolean test(double a, double b);
  }

  static BinaryOperator<Element> compare(WholeTest wholes, RealTest reals) {
    return (a, b) -> {
      if (a instanceof Whole(long x) && b instanceof Whole(long y)) {
        return Element.of(wholes.test(x, y) ? 1 : 0);
      }
      return a instanceof Real(double x) && b instanceof Real(double y)
          ? Element.of(reals.test(x, y) ? 1 : 0)
          : Element.OPEN;
    };
  }

  /** Converts to another type; what leaves the type's range is unknown. */
  static UnaryOperator<Element> cast(ElementType from, ElementType to) {
    return a ->
        switch (a) {
          case Whole(long x) when to == ElementType.BOOL -> Element.of(x != 0 ? 1 : 0);
          case Whole(long x) when to.isFloating() ->
              Math.abs((double) x) <= 0x1p53 ? rounded(to, (double) x) : Element.OPEN;
          case Whole(long x) -> to.isInteger() ? fitting(to, x) : Element.OPEN;
          case Real(double x) when to == ElementType.BOOL -> Element.of(x != 0 ? 1 : 0);
          case Real(double x) when to.isFloating() -> rounded(to, x);
          case Real(double x) when to.isInteger() ->
              Math.abs(x) < 0x1p53 ? fitting(to, (long) x) : Element.OPEN;
          case Real _ -> Element.OPEN;
          case Element.Named _ -> holdsExtents(from) && holdsExtents(to) ? a : Element.OPEN;
          case Element.Open _ -> a;
        };
  }

  private static boolean holdsExtents(ElementType type) {
    return type == ElementType.INT64 || type == ElementType.INT32;
  }

  /** A whole number of a type that holds it. */
  private static Element fitting(ElementType type, long value) {
    boolean unsigned =
        switch (type) {
          case BOOL, UINT8, UINT16, UINT32, UINT64 -> true;
          default -> false;
        };
    int bits = type == ElementType.UINT64 ? 63 : unsigned ? type.bits() : type.bits() - 1;
    boolean fits = bits >= 63 || value >> bits == 0 || (!unsigned && value >> bits == -1);
    return fits && !(unsigned && value < 0) ? Element.of(value) : Element.OPEN;
  }

  /** A floating-point number rounded once to a type's precision. */
  private static Element rounded(ElementType type, double value) {
    return switch (type) {
      case DOUBLE -> new Real(value);
      case FLOAT -> new Real((float) value);
      default ->
          new Real(
              dev.repfuse.ir.Tensor.ofDoubles(type, dev.repfuse.ir.Shape.of(), new double[] {value})
                  .doubles()[0]);
    };
  }
}
