package dev.repfuse.runtime;

import dev.repfuse.ir.ElementType;

/**
 * The values of the 8-bit floating-point types, as the ONNX documentation "Float stored in 8 bits"
 * defines them.
 */
public final class Float8 {
  private static final float[] E4M3FN = table(4, 7);
  private static final float[] E4M3FNUZ = table(4, 8);
  private static final float[] E5M2 = table(5, 15);
  private static final float[] E5M2FNUZ = table(5, 16);

  static {
    E4M3FN[0x7F] = Float.NaN;
    E4M3FN[0xFF] = Float.NaN;
    E4M3FNUZ[0x80] = Float.NaN;
    E5M2FNUZ[0x80] = Float.NaN;
    for (int sign = 0; sign < 0x100; sign += 0x80) {
      E5M2[sign + 0x7C] = sign == 0 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
      for (int bits = 0x7D; bits < 0x80; bits++) {
        E5M2[sign + bits] = Float.NaN;
      }
    }
  }

  private Float8() {}

  /** Whether this is one of the four types. */
  public static boolean covers(ElementType type) {
    return switch (type) {
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ -> true;
      default -> false;
    };
  }

  /** The value of one element. */
  public static float decode(ElementType type, byte bits) {
    return table(type)[bits & 0xFF];
  }

  /** The finite element nearest to {@code value}, the one of lower bits if two are. */
  static byte nearest(ElementType type, double value) {
    float[] values = table(type);
    int best = 0;
    for (int bits = 1; bits < values.length; bits++) {
      if (Float.isFinite(values[bits])
          && Math.abs(values[bits] - value) < Math.abs(values[best] - value)) {
        best = bits;
      }
    }
    return (byte) best;
  }

  private static float[] table(ElementType type) {
    return switch (type) {
      case FLOAT8E4M3FN -> E4M3FN;
      case FLOAT8E4M3FNUZ -> E4M3FNUZ;
      case FLOAT8E5M2 -> E5M2;
      case FLOAT8E5M2FNUZ -> E5M2FNUZ;
      default -> throw new IllegalArgumentException(type.keyword() + " is no 8-bit float type");
    };
  }

  /** Sign, exponent and mantissa bits read as numbers, before NaN and infinity are marked. */
  private static float[] table(int exponentBits, int bias) {
    int mantissaBits = 7 - exponentBits;
    float[] values = new float[256];
    for (int bits = 0; bits < values.length; bits++) {
      int exponent = (bits & 0x7F) >> mantissaBits;
      int mantissa = bits & ((1 << mantissaBits) - 1);
      float magnitude =
          exponent == 0
              ? Math.scalb((float) mantissa, 1 - bias - mantissaBits)
              : Math.scalb(
                  (float) (mantissa + (1 << mantissaBits)), exponent - bias - mantissaBits);
      values[bits] = bits < 0x80 ? magnitude : -magnitude;
    }
    return values;
  }
}
