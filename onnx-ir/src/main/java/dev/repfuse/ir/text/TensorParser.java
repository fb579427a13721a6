package dev.repfuse.ir.text;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.io.wire.WireWriter;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the data of tensors: literals, a recipe, or a place in another file. */
final class TensorParser {
  private final Scanner in;

  TensorParser(Scanner in) {
    this.in = in;
  }

  /** Whether data follows a type or a name. */
  boolean dataIsNext() {
    char next = in.peek();
    return next == '=' || next == '{' || next == '~';
  }

  /** Adds the initializer whose data is next to a {@code GraphProto}. */
  void initializer(WireWriter graph, String name, Type type) {
    if (type instanceof Type.SparseTensorType sparse) {
      graph.message(15, sparse(name, sparse));
    } else {
      graph.message(5, tensor(name, type));
    }
  }

  /** The {@code TensorProto} whose data is next. */
  WireWriter tensor(String name, Type type) {
    int start = in.position();
    if (!(type instanceof Type.TensorType dense)) {
      throw in.error(start, "data of a type that is no tensor");
    }
    long[] dims = dims(dense.shape(), start);
    long count = count(dims, start);
    ElementType element = dense.element();
    in.matches('=');
    if (in.matches('~')) {
      return message(name, element, dims).bytes(9, recipe(element, Shape.of(dims), start));
    }
    if (in.matches('[')) {
      return external(message(name, element, dims));
    }
    List<Literal> literals = literals();
    long wanted = count * Elements.literalsEach(element);
    if (literals.size() != wanted) {
      throw in.error(
          start, "%d values where the shape asks for %d".formatted(literals.size(), wanted));
    }
    WireWriter out = message(name, element, dims);
    if (element == ElementType.STRING) {
      literals.forEach(literal -> out.bytes(6, string(literal)));
      return out;
    }
    return out.bytes(9, Elements.pack(in, element, literals));
  }

  private long[] dims(Optional<Shape> shape, int start) {
    return shape
        .flatMap(Shape::sizes)
        .orElseThrow(() -> in.error(start, "data needs a shape of numbers"));
  }

  private long count(long[] dims, int start) {
    long count = Shape.of(dims).elementCount().orElse(Long.MAX_VALUE);
    if (count > Integer.MAX_VALUE / 16) {
      throw in.error(start, "a tensor of this size cannot be spelt as text");
    }
    return count;
  }

  private static WireWriter message(String name, ElementType type, long[] dims) {
    WireWriter out = new WireWriter();
    for (long dim : dims) {
      out.varint(1, dim);
    }
    out.varint(2, type.code());
    return name.isEmpty() ? out : out.utf8(8, name);
  }

  private MemorySegment recipe(ElementType type, Shape shape, int start) {
    String name = in.requireIdentifier("a recipe");
    List<Literal> arguments = new ArrayList<>(3);
    in.expect('(');
    do {
      Literal argument = in.literal();
      if (argument.kind() == Literal.Kind.STRING) {
        throw in.error(argument.at(), "a recipe takes numbers");
      }
      arguments.add(argument);
    } while (in.matches(','));
    in.expect(')');
    Recipe recipe =
        Recipe.of(name, arguments)
            .orElseThrow(() ->
                in.error(
                    start,
                    "no recipe '%s' of %d numbers; there are %s"
                        .formatted(name, arguments.size(), Recipe.FORMS)));
    try {
      Tensor made = recipe.make(type, shape);
      return made.bytes();
    } catch (IllegalArgumentException e) {
      throw in.error(start, "no recipe makes elements of type " + type.keyword(), e);
    }
  }

  private List<Literal> literals() {
    in.expect('{');
    List<Literal> literals = new ArrayList<>();
    if (in.matches('}')) {
      return literals;
    }
    do {
      literals.add(in.literal());
    } while (in.matches(','));
    in.expect('}');
    return literals;
  }

  private MemorySegment string(Literal literal) {
    if (literal.kind() != Literal.Kind.STRING) {
      throw in.error(literal.at(), "expected a string");
    }
    return MemorySegment.ofArray(literal.text().getBytes(StandardCharsets.UTF_8));
  }

  private WireWriter external(WireWriter out) {
    Entries.parse(in, ']').forEach(entry -> out.message(13, entry.message()));
    return out.varint(14, 1);
  }

  /** Elements with their places, {@code {3: 1.5, 7: 2.0}} or {@code {[0,3]: 1.5, [1,3]: 2.0}}. */
  WireWriter sparse(String name, Type.SparseTensorType type) {
    int start = in.position();
    long[] dims = dims(type.shape(), start);
    List<Long> places = new ArrayList<>();
    List<Literal> values = new ArrayList<>();
    in.matches('=');
    in.expect('{');
    if (!in.matches('}')) {
      do {
        place(places);
        in.expect(':');
        values.add(in.literal());
      } while (in.matches(','));
      in.expect('}');
    }
    int count = values.size();
    boolean linear = places.size() == count;
    if (!linear && places.size() != count * dims.length) {
      throw in.error(
          start, "places of a sparse tensor are all one number or all one for each axis");
    }
    long[] indices = places.stream().mapToLong(Long::longValue).toArray();
    long[] shape = linear ? new long[] {count} : new long[] {count, dims.length};
    WireWriter numbers =
        message(name, type.element(), new long[] {count})
            .bytes(9, Elements.pack(in, type.element(), values));
    WireWriter out =
        new WireWriter()
            .message(1, numbers)
            .message(
                2,
                message("", ElementType.INT64, shape)
                    .bytes(9, Tensor.ofLongs(Shape.of(shape), indices).bytes()));
    for (long dim : dims) {
      out.varint(3, dim);
    }
    return out;
  }

  private void place(List<Long> places) {
    if (!in.matches('[')) {
      places.add(in.integer());
      return;
    }
    do {
      places.add(in.integer());
    } while (in.matches(','));
    in.expect(']');
  }
}
