package dev.repfuse.ir.io;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.ValueInfo;
import dev.repfuse.ir.io.wire.WireReader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes {@code ValueInfoProto}, {@code TypeProto} and {@code TensorShapeProto}. */
final class TypeReader {
  private static final int DEEPEST = 64;

  private TypeReader() {}

  static ValueInfo valueInfo(MemorySegment message) {
    WireReader in = WireReader.of(message);
    String name = "";
    Type type = Type.UNKNOWN;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.utf8();
        case 2 -> type = type(in.bytes(), 0);
        default -> {}
      }
    }
    return new ValueInfo(name, type, Optional.of(message));
  }

  static Type type(MemorySegment message) {
    return type(message, 0);
  }

  private static Type type(MemorySegment message, int depth) {
    if (depth > DEEPEST) {
      throw new ModelException("a type is nested deeper than " + DEEPEST + " levels");
    }
    WireReader in = WireReader.of(message);
    Type type = Type.UNKNOWN;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> type = tensor(in.message(), false);
        case 4 -> type = new Type.SequenceType(element(in.message(), 1, depth));
        case 5 -> type = map(in.message(), depth);
        case 7 -> type = opaque(in.message());
        case 8 -> type = tensor(in.message(), true);
        case 9 -> type = new Type.OptionalType(element(in.message(), 1, depth));
        default -> {}
      }
    }
    return type;
  }

  private static Type tensor(WireReader in, boolean sparse) {
    ElementType element = ElementType.UNDEFINED;
    Optional<Shape> shape = Optional.empty();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> element = elementType(in.varint());
        case 2 -> shape = Optional.of(shape(in.message()));
        default -> {}
      }
    }
    return sparse ? new Type.SparseTensorType(element, shape) : new Type.TensorType(element, shape);
  }

  private static Type element(WireReader in, int field, int depth) {
    Type element = Type.UNKNOWN;
    while (in.next()) {
      if (in.field() == field) {
        element = type(in.bytes(), depth + 1);
      }
    }
    return element;
  }

  private static Type map(WireReader in, int depth) {
    ElementType key = ElementType.UNDEFINED;
    Type value = Type.UNKNOWN;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> key = elementType(in.varint());
        case 2 -> value = type(in.bytes(), depth + 1);
        default -> {}
      }
    }
    return new Type.MapType(key, value);
  }

  private static Type opaque(WireReader in) {
    String domain = "";
    String name = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> domain = in.utf8();
        case 2 -> name = in.utf8();
        default -> {}
      }
    }
    return new Type.OpaqueType(domain, name);
  }

  private static ElementType elementType(long code) {
    return ElementType.ofCode(code)
        .orElseThrow(() -> new ModelException("element type " + code + " does not exist"));
  }

  private static Shape shape(WireReader in) {
    List<Dim> dims = new ArrayList<>(4);
    while (in.next()) {
      if (in.field() == 1) {
        dims.add(dim(in.message()));
      }
    }
    return new Shape(dims);
  }

  private static Dim dim(WireReader in) {
    Dim dim = Dim.UNKNOWN;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> {
          long size = in.varint();
          dim = size < 0 ? Dim.UNKNOWN : Dim.of(size);
        }
        case 2 -> {
          String name = in.utf8();
          dim = name.isEmpty() ? Dim.UNKNOWN : new Dim.Symbol(name);
        }
        default -> {}
      }
    }
    return dim;
  }
}
