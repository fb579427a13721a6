package dev.repfuse.ir;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Converts packed little-endian elements to Java numbers and back, rounding to nearest even. */
final class Numbers {
  private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LE);
  private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LE);
  private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LE);
  private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LE);
  private static final ValueLayout.OfDouble F64 = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(LE);

  /** Elements that are converted at a time. */
  private static final int BLOCK = 1 << 12;

  private Numbers() {}

  static boolean decodes(ElementType type) {
    return type.isFloating() || type.isInteger() || type == ElementType.BOOL;
  }

  static double[] doubles(ElementType type, MemorySegment bytes, int count) {
    double[] out = new double[count];
    Workers.each(
        Math.ceilDiv(count, BLOCK),
        BLOCK,
        (from, to) -> decode(type, bytes, out, from * BLOCK, Math.min(count, to * BLOCK)));
    return out;
  }

  /** Converts the elements from {@code from} up to, but without, {@code to}. */
  private static void decode(
      ElementType type, MemorySegment bytes, double[] out, int from, int to) {
    switch (type) {
      case FLOAT -> {
        float[] floats = new float[Math.min(BLOCK, to - from)];
        for (int block = from; block < to; block += BLOCK) {
          int count = Math.min(BLOCK, to - block);
          MemorySegment.copy(bytes, F32, 4L * block, floats, 0, count);
          for (int i = 0; i < count; i++) {
            out[block + i] = floats[i];
          }
        }
      }
      case DOUBLE -> MemorySegment.copy(bytes, F64, 8L * from, out, from, to - from);
      case FLOAT16 -> {
        for (int i = from; i < to; i++) {
          out[i] = Float.float16ToFloat(bytes.get(I16, 2L * i));
        }
      }
      case BFLOAT16 -> {
        for (int i = from; i < to; i++) {
          out[i] = Float.intBitsToFloat(bytes.get(I16, 2L * i) << 16);
        }
      }
      case UINT64 -> {
        for (int i = from; i < to; i++) {
          long value = bytes.get(I64, 8L * i);
          out[i] = value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
        }
      }
      case UINT8 -> {
        byte[] whole = bytes.asSlice(from, to - from).toArray(ValueLayout.JAVA_BYTE);
        for (int i = from; i < to; i++) {
          out[i] = Byte.toUnsignedInt(whole[i - from]);
        }
      }
      default -> {
        for (int i = from; i < to; i++) {
          out[i] = longOf(type, bytes, i);
        }
      }
    }
  }

  static long[] longs(ElementType type, MemorySegment bytes, int count) {
    long[] out = new long[count];
    for (int i = 0; i < count; i++) {
      out[i] = longOf(type, bytes, i);
    }
    return out;
  }

  private static long longOf(ElementType type, MemorySegment bytes, int i) {
    return switch (type) {
      case INT64, UINT64 -> bytes.get(I64, 8L * i);
      case INT32 -> bytes.get(I32, 4L * i);
      case UINT32 -> Integer.toUnsignedLong(bytes.get(I32, 4L * i));
      case INT16 -> bytes.get(I16, 2L * i);
      case UINT16 -> Short.toUnsignedLong(bytes.get(I16, 2L * i));
      case INT8 -> bytes.get(ValueLayout.JAVA_BYTE, i);
      case UINT8, BOOL -> Byte.toUnsignedLong(bytes.get(ValueLayout.JAVA_BYTE, i));
      default -> throw new IllegalArgumentException(type.keyword() + " is no integer type");
    };
  }

  static MemorySegment encode(ElementType type, double[] values) {
    MemorySegment bytes = Arena.ofAuto().allocate(Math.max(1, type.bytesFor(values.length)), 8);
    Workers.each(
        Math.ceilDiv(values.length, BLOCK),
        BLOCK,
        (from, to) ->
            encode(type, values, bytes, from * BLOCK, Math.min(values.length, to * BLOCK)));
    return bytes.asSlice(0, type.bytesFor(values.length));
  }

  /** Converts the elements from {@code from} up to, but without, {@code to}. */
  private static void encode(
      ElementType type, double[] values, MemorySegment bytes, int from, int to) {
    if (type == ElementType.FLOAT) {
      float[] floats = new float[Math.min(BLOCK, to - from)];
      for (int block = from; block < to; block += BLOCK) {
        int count = Math.min(BLOCK, to - block);
        for (int i = 0; i < count; i++) {
          floats[i] = (float) values[block + i];
        }
        MemorySegment.copy(floats, 0, bytes, F32, 4L * block, count);
      }
      return;
    }
    for (int i = from; i < to; i++) {
      double value = values[i];
      switch (type) {
        case DOUBLE -> bytes.set(F64, 8L * i, value);
        case FLOAT16 -> bytes.set(I16, 2L * i, halfOf(value));
        case BFLOAT16 -> bytes.set(I16, 2L * i, bfloatOf(value));
        default -> {
          long whole = wholeOf(type, value);
          switch (type.bits()) {
            case 64 -> bytes.set(I64, 8L * i, whole);
            case 32 -> bytes.set(I32, 4L * i, (int) whole);
            case 16 -> bytes.set(I16, 2L * i, (short) whole);
            default -> bytes.set(ValueLayout.JAVA_BYTE, i, (byte) whole);
          }
        }
      }
    }
  }

  /** The nearest whole number of the type's range; true for whatever is not 0; 0 for NaN. */
  private static long wholeOf(ElementType type, double value) {
    double rounded = Math.rint(value);
    return switch (type) {
      case BOOL -> value == 0 ? 0 : 1;
      case INT64 -> (long) rounded;
      case INT32 -> Math.clamp((long) rounded, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case INT16 -> Math.clamp((long) rounded, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT8 -> Math.clamp((long) rounded, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case UINT64 -> unsignedOf(rounded);
      case UINT32 -> Math.clamp((long) rounded, 0, 0xFFFF_FFFFL);
      case UINT16 -> Math.clamp((long) rounded, 0, 0xFFFF);
      case UINT8 -> Math.clamp((long) rounded, 0, 0xFF);
      default -> throw new IllegalArgumentException("no conversion to " + type.keyword());
    };
  }

  private static long unsignedOf(double whole) {
    if (whole >= 0x1p64) {
      return -1;
    }
    return whole >= 0x1p63 ? (long) (whole - 0x1p63) ^ Long.MIN_VALUE : Math.max(0, (long) whole);
  }

  /** One rounding from double: the float in between is rounded to odd, which is innocuous. */
  private static short halfOf(double value) {
    return Float.floatToFloat16(roundToOdd(value));
  }

  private static short bfloatOf(double value) {
    float odd = roundToOdd(value);
    if (Float.isNaN(odd)) {
      return (short) 0x7FC0;
    }
    int bits = Float.floatToRawIntBits(odd);
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }

  private static float roundToOdd(double value) {
    float nearest = (float) value;
    if (nearest == value || Float.isNaN(nearest) || Float.isInfinite(nearest)) {
      return nearest;
    }
    float down = Math.abs((double) nearest) > Math.abs(value) ? toZero(nearest) : nearest;
    return Float.intBitsToFloat(Float.floatToRawIntBits(down) | 1);
  }

  private static float toZero(float value) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(value) - 1);
  }
}
