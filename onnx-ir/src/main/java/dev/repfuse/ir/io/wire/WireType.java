package dev.repfuse.ir.io.wire;

/** How the value of a field is laid out on the wire. */
public enum WireType {
  VARINT(0),
  FIXED64(1),
  LEN(2),
  START_GROUP(3),
  END_GROUP(4),
  FIXED32(5);

  private static final WireType[] BY_CODE = values();

  private final int code;

  WireType(int code) {
    this.code = code;
  }

  static WireType of(int code, int field, long offset) {
    if (code >= BY_CODE.length) {
      throw new WireException(
          "field " + field + " has wire type " + code + ", which does not exist", offset);
    }
    return BY_CODE[code];
  }

  int code() {
    return code;
  }
}
