package dev.repfuse.ir.text;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Types in the textual syntax, such as {@code float[N,3]} or {@code seq(int64[])}. */
final class TypeText {
  private static final int DEEPEST = 64;

  private TypeText() {}

  /** Whether a type is next. */
  static boolean isNext(Scanner in) {
    return in.peek() == '?' || Spelling.isTypeWord(in.peekIdentifier());
  }

  static Type parse(Scanner in) {
    return parse(in, 0);
  }

  private static Type parse(Scanner in, int depth) {
    int start = in.position();
    if (depth > DEEPEST) {
      throw in.error(start, "a type is nested deeper than " + DEEPEST + " levels");
    }
    if (in.matches('?')) {
      return Type.UNKNOWN;
    }
    String word = in.requireIdentifier("a type");
    Optional<ElementType> element = ElementType.ofKeyword(word);
    if (element.isPresent()) {
      return new Type.TensorType(element.get(), shape(in));
    }
    if (!Spelling.isTypeWord(word)) {
      throw in.error(start, "'" + word + "' is not a type");
    }
    in.expect('(');
    Type type =
        switch (word) {
          case "seq" -> new Type.SequenceType(parse(in, depth + 1));
          case "optional" -> new Type.OptionalType(parse(in, depth + 1));
          case "map" -> {
            ElementType key = element(in);
            in.expect(',');
            yield new Type.MapType(key, parse(in, depth + 1));
          }
          case "sparse_tensor" -> new Type.SparseTensorType(element(in), shape(in));
          default -> opaque(in);
        };
    in.expect(')');
    return type;
  }

  private static ElementType element(Scanner in) {
    int start = in.position();
    String word = in.requireIdentifier("an element type");
    return ElementType.ofKeyword(word)
        .orElseThrow(() -> in.error(start, "'" + word + "' is not an element type"));
  }

  /** No brackets: a scalar. Empty brackets: not even the rank is known. */
  private static Optional<Shape> shape(Scanner in) {
    if (!in.matches('[')) {
      return Optional.of(Shape.of());
    }
    if (in.matches(']')) {
      return Optional.empty();
    }
    List<Dim> dims = new ArrayList<>(4);
    do {
      dims.add(dim(in));
    } while (in.matches(','));
    in.expect(']');
    return Optional.of(new Shape(dims));
  }

  private static Dim dim(Scanner in) {
    if (in.matches('?')) {
      return Dim.UNKNOWN;
    }
    Optional<String> symbol = in.name();
    if (symbol.isPresent()) {
      return new Dim.Symbol(symbol.get());
    }
    int start = in.position();
    long size = in.integer();
    if (size < 0) {
      throw in.error(start, "a dimension of " + size);
    }
    return Dim.of(size);
  }

  private static Type opaque(Scanner in) {
    if (in.peek() == ')') {
      return new Type.OpaqueType("", "");
    }
    String first = qualifiedName(in);
    return in.matches(',')
        ? new Type.OpaqueType(first, qualifiedName(in))
        : new Type.OpaqueType("", first);
  }

  private static String qualifiedName(Scanner in) {
    StringBuilder name = new StringBuilder(in.requireName("a name"));
    while (in.matches('.')) {
      name.append('.').append(in.requireName("a name"));
    }
    return name.toString();
  }

  /** The type as text; a type of which nothing is known is {@code ?}. */
  static String print(Type type) {
    return switch (type) {
      case Type.TensorType t -> t.element().keyword() + print(t.shape());
      case Type.SparseTensorType t ->
          "sparse_tensor(" + t.element().keyword() + print(t.shape()) + ")";
      case Type.SequenceType t -> "seq(" + print(t.element()) + ")";
      case Type.OptionalType t -> "optional(" + print(t.element()) + ")";
      case Type.MapType t -> "map(" + t.key().keyword() + ", " + print(t.value()) + ")";
      case Type.OpaqueType t ->
          "opaque("
              + (t.domain().isEmpty() ? "" : Spelling.name(t.domain()) + ", ")
              + (t.name().isEmpty() ? "" : Spelling.name(t.name()))
              + ")";
      case Type.UnknownType t -> "?";
    };
  }

  static String print(Shape shape) {
    if (shape.rank() == 0) {
      return "";
    }
    StringBuilder out = new StringBuilder("[");
    for (Dim dim : shape.dims()) {
      out.append(out.length() > 1 ? "," : "");
      out.append(dim instanceof Dim.Symbol(String name) ? Spelling.name(name) : dim.toString());
    }
    return out.append(']').toString();
  }

  private static String print(Optional<Shape> shape) {
    return shape.map(TypeText::print).orElse("[]");
  }
}
