package dev.repfuse.report;

import dev.repfuse.ir.Type;

/** Types as people read them. */
public final class TypeWords {
  private TypeWords() {}

  /** {@code float[N,3,224,224]}. */
  public static String of(Type type) {
    return switch (type) {
      case Type.TensorType t ->
          t.element().keyword() + t.shape().map(Object::toString).orElse("[unknown rank]");
      case Type.SparseTensorType t ->
          "sparse " + t.element().keyword() + t.shape().map(Object::toString).orElse("[?]");
      case Type.SequenceType t -> "sequence of " + of(t.element());
      case Type.MapType t -> "map of " + t.key().keyword() + " to " + of(t.value());
      case Type.OptionalType t -> "optional " + of(t.element());
      case Type.OpaqueType t -> "opaque " + t.domain() + "." + t.name();
      case Type.UnknownType unknown -> "not stated";
    };
  }
}
