package dev.repfuse.ir.io;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.ValueInfo;
import dev.repfuse.ir.io.wire.WireWriter;
import java.util.Optional;

/** Encodes {@code ValueInfoProto}, {@code TypeProto} and {@code TensorShapeProto}. */
public final class TypeWriter {
  private TypeWriter() {}

  /** Encodes a declaration. */
  public static WireWriter valueInfo(ValueInfo info) {
    WireWriter out = new WireWriter();
    out.utf8(1, info.name());
    if (!(info.type() instanceof Type.UnknownType)) {
      out.message(2, type(info.type()));
    }
    return out;
  }

  /** Encodes a type. */
  public static WireWriter type(Type type) {
    WireWriter out = new WireWriter();
    switch (type) {
      case Type.TensorType t -> out.message(1, tensor(t.element(), t.shape()));
      case Type.SparseTensorType t -> out.message(8, tensor(t.element(), t.shape()));
      case Type.SequenceType t -> out.message(4, holding(t.element()));
      case Type.OptionalType t -> out.message(9, holding(t.element()));
      case Type.MapType t -> {
        WireWriter map = new WireWriter();
        map.varint(1, t.key().code());
        map.message(2, type(t.value()));
        out.message(5, map);
      }
      case Type.OpaqueType t -> {
        WireWriter opaque = new WireWriter();
        opaque.utf8(1, t.domain());
        opaque.utf8(2, t.name());
        out.message(7, opaque);
      }
      case Type.UnknownType unknown -> {}
    }
    return out;
  }

  private static WireWriter holding(Type element) {
    WireWriter out = new WireWriter();
    out.message(1, type(element));
    return out;
  }

  private static WireWriter tensor(ElementType element, Optional<Shape> shape) {
    WireWriter out = new WireWriter();
    out.varint(1, element.code());
    shape.ifPresent(s -> out.message(2, shape(s)));
    return out;
  }

  private static WireWriter shape(Shape shape) {
    WireWriter out = new WireWriter();
    for (Dim dim : shape.dims()) {
      WireWriter one = new WireWriter();
      switch (dim) {
        case Dim.Known(long size) -> one.varint(1, size);
        case Dim.Symbol(String name) -> one.utf8(2, name);
        case Dim.Unknown unknown -> {}
      }
      out.message(1, one);
    }
    return out;
  }
}
