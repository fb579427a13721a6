package dev.repfuse.ir;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Every element type of the ONNX format, with its code on the wire and its width. */
public enum ElementType {
  UNDEFINED(0, "undefined", 0),
  FLOAT(1, "float", 32),
  UINT8(2, "uint8", 8),
  INT8(3, "int8", 8),
  UINT16(4, "uint16", 16),
  INT16(5, "int16", 16),
  INT32(6, "int32", 32),
  INT64(7, "int64", 64),
  STRING(8, "string", 0),
  BOOL(9, "bool", 8),
  FLOAT16(10, "float16", 16),
  DOUBLE(11, "double", 64),
  UINT32(12, "uint32", 32),
  UINT64(13, "uint64", 64),
  COMPLEX64(14, "complex64", 64),
  COMPLEX128(15, "complex128", 128),
  BFLOAT16(16, "bfloat16", 16),
  FLOAT8E4M3FN(17, "float8e4m3fn", 8),
  FLOAT8E4M3FNUZ(18, "float8e4m3fnuz", 8),
  FLOAT8E5M2(19, "float8e5m2", 8),
  FLOAT8E5M2FNUZ(20, "float8e5m2fnuz", 8),
  UINT4(21, "uint4", 4),
  INT4(22, "int4", 4),
  FLOAT4E2M1(23, "float4e2m1", 4),
  FLOAT8E8M0(24, "float8e8m0", 8),
  UINT2(25, "uint2", 2),
  INT2(26, "int2", 2),
  FLOAT6E2M3(27, "float6e2m3", 6),
  FLOAT6E3M2(28, "float6e3m2", 6);

  private static final Map<String, ElementType> BY_KEYWORD = new HashMap<>();

  static {
    for (ElementType type : values()) {
      BY_KEYWORD.put(type.keyword, type);
    }
  }

  private final int code;
  private final String keyword;
  private final int bits;

  ElementType(int code, String keyword, int bits) {
    this.code = code;
    this.keyword = keyword;
    this.bits = bits;
  }

  /** The value of {@code TensorProto.DataType}. */
  public int code() {
    return code;
  }

  /** The name in the ONNX textual syntax, as in {@code float[1,3]}. */
  public String keyword() {
    return keyword;
  }

  /** Bits of one packed element; 0 for strings and {@link #UNDEFINED}. */
  public int bits() {
    return bits;
  }

  /** Bytes of {@code count} packed elements, the last byte filled up. */
  public long bytesFor(long count) {
    return Math.ceilDiv(Math.multiplyExact(count, bits), 8L);
  }

  /** Whether this is a floating-point type that a convolution can compute with. */
  public boolean isFloating() {
    return switch (this) {
      case FLOAT, FLOAT16, DOUBLE, BFLOAT16 -> true;
      default -> false;
    };
  }

  /** Whether values of this type are whole numbers of at least 8 bits. */
  public boolean isInteger() {
    return switch (this) {
      case UINT8, INT8, UINT16, INT16, INT32, INT64, UINT32, UINT64 -> true;
      default -> false;
    };
  }

  /** The type with this code on the wire, if the format knows one. */
  public static Optional<ElementType> ofCode(long code) {
    return code >= 0 && code < values().length
        ? Optional.of(values()[(int) code])
        : Optional.empty();
  }

  /** The type with this name in the textual syntax. */
  public static Optional<ElementType> ofKeyword(String keyword) {
    return Optional.ofNullable(BY_KEYWORD.get(keyword));
  }
}
