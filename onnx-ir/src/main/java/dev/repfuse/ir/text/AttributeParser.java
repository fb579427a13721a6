package dev.repfuse.ir.text;

import dev.repfuse.ir.Type;
import dev.repfuse.ir.io.TypeWriter;
import dev.repfuse.ir.io.wire.WireWriter;
import java.util.Optional;

/** Reads attributes of nodes and of functions as {@code AttributeProto}. */
final class AttributeParser {
  private final Scanner in;
  private final GraphParser graphs;
  private final TensorParser tensors;

  AttributeParser(Scanner in, GraphParser graphs, TensorParser tensors) {
    this.in = in;
    this.graphs = graphs;
    this.tensors = tensors;
  }

  /** A value that was read: its kind, and how to add it to a message. */
  private record Value(AttributeKind kind, Literal literal, WireWriter message) {}

  /** Reads {@code name: kind = value}, where the kind may be left out. */
  WireWriter attribute(Scope scope) {
    String name = in.requireName("the name of an attribute");
    return attribute(name, scope);
  }

  /** Reads what follows the name. */
  WireWriter attribute(String name, Scope scope) {
    WireWriter out = new WireWriter().utf8(1, name);
    Optional<AttributeKind> stated = in.matches(':') ? Optional.of(kind()) : Optional.empty();
    in.expect('=');
    if (in.matches('@')) {
      out.utf8(21, in.requireName("the name of an attribute"));
      return out.varint(20, stated.map(kind -> kind.code).orElse(0));
    }
    if (in.peek() == '[') {
      return list(out, stated, scope);
    }
    Value value = value(stated, scope);
    check(stated, value.kind(), value.literal().at());
    add(out, value.kind().field, value);
    return out.varint(20, value.kind().code);
  }

  private AttributeKind kind() {
    int start = in.position();
    String keyword = in.requireIdentifier("the kind of an attribute");
    return AttributeKind.ofKeyword(keyword)
        .orElseThrow(() -> in.error(start, "'" + keyword + "' is not a kind of attribute"));
  }

  private WireWriter list(WireWriter out, Optional<AttributeKind> stated, Scope scope) {
    int start = in.position();
    in.expect('[');
    Optional<AttributeKind> kind = stated;
    if (!in.matches(']')) {
      do {
        Value value = value(kind, scope);
        check(kind, value.kind().list(), value.literal().at());
        kind = Optional.of(value.kind().list());
        add(out, value.kind().list().field, value);
      } while (in.matches(','));
      in.expect(']');
    }
    AttributeKind known =
        kind.filter(AttributeKind::isList)
            .orElseThrow(
                () -> in.error(start, "an empty list needs its kind, as in 'x: ints = []'"));
    return out.varint(20, known.code);
  }

  private void check(Optional<AttributeKind> stated, AttributeKind found, int at) {
    if (stated.isPresent() && stated.get() != found) {
      throw in.error(
          at, "expected a value of kind %s, not %s".formatted(stated.get().keyword, found.keyword));
    }
  }

  private Value value(Optional<AttributeKind> stated, Scope scope) {
    int start = in.position();
    Literal none = new Literal(Literal.Kind.STRING, "", start);
    if (TypeText.isNext(in)) {
      Type type = TypeText.parse(in);
      boolean named = in.peek() == '"' || !in.peekIdentifier().isEmpty();
      if (named || tensors.dataIsNext()) {
        String name = in.name().orElse("");
        boolean sparse = type instanceof Type.SparseTensorType;
        return new Value(
            sparse ? AttributeKind.SPARSE_TENSOR : AttributeKind.TENSOR,
            none,
            sparse
                ? tensors.sparse(name, (Type.SparseTensorType) type)
                : tensors.tensor(name, type));
      }
      return new Value(AttributeKind.TYPE, none, TypeWriter.type(type));
    }
    if (Spelling.startsIdentifier(in.peek()) && !in.nextIsSpecialFloat()) {
      return new Value(AttributeKind.GRAPH, none, graphs.subgraph(scope));
    }
    Literal literal = in.literal();
    if (literal.kind() == Literal.Kind.STRING && in.peek() == '(') {
      in.reset(start);
      return new Value(AttributeKind.GRAPH, none, graphs.subgraph(scope));
    }
    boolean wantsFloat =
        stated.filter(k -> k == AttributeKind.FLOAT || k == AttributeKind.FLOATS).isPresent();
    AttributeKind kind =
        switch (literal.kind()) {
          case INT -> wantsFloat ? AttributeKind.FLOAT : AttributeKind.INT;
          case FLOAT -> AttributeKind.FLOAT;
          case STRING -> AttributeKind.STRING;
        };
    return new Value(kind, literal, new WireWriter());
  }

  private void add(WireWriter out, int field, Value value) {
    Literal literal = value.literal();
    switch (value.kind()) {
      case INT -> out.varint(field, integer(literal));
      case FLOAT -> out.fixed32(field, Float.floatToRawIntBits(literal.asFloat()));
      case STRING -> out.utf8(field, literal.text());
      default -> out.message(field, value.message());
    }
  }

  private long integer(Literal literal) {
    try {
      return Long.parseLong(literal.text());
    } catch (NumberFormatException e) {
      throw in.error(literal.at(), literal.text() + " does not fit in 64 bits", e);
    }
  }
}
