package dev.repfuse.ir.io.wire;

/** How the value of a field is laid out on the wire, in the order of the format's own codes 0-5. */
public enum WireType {
  VARINT,
  FIXED64,
  LEN,
  START_GROUP,
  END_GROUP,
  FIXED32;

  private static final WireType[] BY_CODE = values();

  static WireType of(int code, int field, long offset) {
    if (code >= BY_CODE.length) {
      throw new WireException(
          "field " + field + " has wire type " + code + ", which does not exist", offset);
    }
    return BY_CODE[code];
  }

  int code() {
    return ordinal();
  }
}
