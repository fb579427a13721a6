package dev.repfuse.ir.text;

import java.util.Optional;

/** The values of {@code AttributeProto.AttributeType}: keyword, code, and the wire field used. */
enum AttributeKind {
  FLOAT("float", 1, 2),
  INT("int", 2, 3),
  STRING("string", 3, 4),
  TENSOR("tensor", 4, 5),
  GRAPH("graph", 5, 6),
  SPARSE_TENSOR("sparse_tensor", 11, 22),
  TYPE("type_proto", 13, 14),
  FLOATS("floats", 6, 7),
  INTS("ints", 7, 8),
  STRINGS("strings", 8, 9),
  TENSORS("tensors", 9, 10),
  GRAPHS("graphs", 10, 11),
  SPARSE_TENSORS("sparse_tensors", 12, 23),
  TYPES("type_protos", 14, 15);

  final String keyword;
  final int code;
  final int field;

  AttributeKind(String keyword, int code, int field) {
    this.keyword = keyword;
    this.code = code;
    this.field = field;
  }

  /** The kind of a list of such values; of a list, itself. */
  AttributeKind list() {
    return isList() ? this : ofKeyword(keyword + "s").orElseThrow();
  }

  boolean isList() {
    return keyword.endsWith("s");
  }

  static Optional<AttributeKind> ofKeyword(String keyword) {
    for (AttributeKind kind : values()) {
      if (kind.keyword.equals(keyword)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  static Optional<AttributeKind> ofCode(int code) {
    for (AttributeKind kind : values()) {
      if (kind.code == code) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
