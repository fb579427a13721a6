package dev.repfuse.ir.text;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.List;

/**
 * Elements of a tensor as literals. Floats and doubles are decimal; the narrower floating-point
 * types are bit patterns, as in ONNX's own parser, though float16 and bfloat16 take decimals too; a
 * complex element is two literals.
 */
final class Elements {
  private static final BigInteger TWO = BigInteger.TWO;

  private Elements() {}

  /** Literals that one element takes. */
  static int literalsEach(ElementType type) {
    return type == ElementType.COMPLEX64 || type == ElementType.COMPLEX128 ? 2 : 1;
  }

  /** Packs literals, least significant bits first. */
  static MemorySegment pack(Scanner in, ElementType type, List<Literal> literals) {
    int bits = type.bits() / literalsEach(type);
    byte[] packed = new byte[Math.toIntExact(((long) bits * literals.size() + 7) / 8)];
    long place = 0;
    for (Literal literal : literals) {
      long value = bitsOf(in, type, literal);
      for (int done = 0; done < bits; ) {
        int shift = (int) (place & 7);
        packed[(int) (place >>> 3)] |= (byte) (value << shift);
        int taken = Math.min(8 - shift, bits - done);
        value >>>= taken;
        done += taken;
        place += taken;
      }
    }
    return MemorySegment.ofArray(packed);
  }

  private static long bitsOf(Scanner in, ElementType type, Literal literal) {
    return switch (type) {
      case FLOAT, COMPLEX64 -> Float.floatToRawIntBits(number(in, literal).asFloat()) & 0xFFFFFFFFL;
      case DOUBLE, COMPLEX128 -> Double.doubleToRawLongBits(number(in, literal).asDouble());
      case FLOAT16, BFLOAT16 ->
          literal.kind() == Literal.Kind.FLOAT
              ? rounded(type, literal.asDouble())
              : wholeNumber(in, type, literal);
      default -> wholeNumber(in, type, literal);
    };
  }

  private static long rounded(ElementType type, double value) {
    Tensor tensor = Tensor.ofDoubles(type, Shape.of(), new double[] {value});
    return bitsAt(tensor.bytes(), 0, type.bits());
  }

  private static Literal number(Scanner in, Literal literal) {
    if (literal.kind() == Literal.Kind.STRING) {
      throw in.error(literal.at(), "expected a number but found a string");
    }
    return literal;
  }

  private static long wholeNumber(Scanner in, ElementType type, Literal literal) {
    if (literal.kind() != Literal.Kind.INT) {
      throw in.error(literal.at(), "an element of type " + type.keyword() + " is a whole number");
    }
    BigInteger value = new BigInteger(literal.text());
    BigInteger low = isSigned(type) ? TWO.pow(type.bits() - 1).negate() : BigInteger.ZERO;
    BigInteger high =
        type == ElementType.BOOL ? TWO : TWO.pow(isSigned(type) ? type.bits() - 1 : type.bits());
    if (value.compareTo(low) < 0 || value.compareTo(high) >= 0) {
      throw in.error(literal.at(), literal.text() + " does not fit in " + type.keyword());
    }
    return value.longValue() & (type.bits() == 64 ? -1L : (1L << type.bits()) - 1);
  }

  private static boolean isSigned(ElementType type) {
    return switch (type) {
      case INT2, INT4, INT8, INT16, INT32, INT64 -> true;
      default -> false;
    };
  }

  /** Literal number {@code index} of packed elements. */
  static String print(ElementType type, MemorySegment packed, long index) {
    int bits = type.bits() / literalsEach(type);
    long value = bitsAt(packed, index * bits, bits);
    return switch (type) {
      case FLOAT, COMPLEX64 -> print(Float.intBitsToFloat((int) value));
      case DOUBLE, COMPLEX128 -> print(Double.longBitsToDouble(value));
      case UINT64 -> Long.toUnsignedString(value);
      default -> Long.toString(isSigned(type) ? (value << (64 - bits)) >> (64 - bits) : value);
    };
  }

  /** Whether an element is a NaN of unusual bits, which a decimal cannot express. */
  static boolean isUnusualNan(ElementType type, MemorySegment packed, long index) {
    int bits = type.bits() / literalsEach(type);
    long value = bitsAt(packed, index * bits, bits);
    return switch (type) {
      case FLOAT, COMPLEX64 ->
          Float.isNaN(Float.intBitsToFloat((int) value)) && (int) value != 0x7FC00000;
      case DOUBLE, COMPLEX128 ->
          Double.isNaN(Double.longBitsToDouble(value)) && value != 0x7FF8000000000000L;
      default -> false;
    };
  }

  static String print(float value) {
    return Float.isFinite(value) ? Float.toString(value) : special(value);
  }

  private static String print(double value) {
    return Double.isFinite(value) ? Double.toString(value) : special(value);
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  private static long bitsAt(MemorySegment packed, long place, int bits) {
    long value = 0;
    for (int done = 0; done < bits; ) {
      int shift = (int) ((place + done) & 7);
      long octet = packed.get(ValueLayout.JAVA_BYTE, (place + done) >>> 3) & 0xFFL;
      int taken = Math.min(8 - shift, bits - done);
      value |= ((octet >>> shift) & ((1L << taken) - 1)) << done;
      done += taken;
    }
    return value;
  }
}
