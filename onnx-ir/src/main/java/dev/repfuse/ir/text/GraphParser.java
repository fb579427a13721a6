package dev.repfuse.ir.text;

import dev.repfuse.ir.Type;
import dev.repfuse.ir.ValueInfo;
import dev.repfuse.ir.io.TypeWriter;
import dev.repfuse.ir.io.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads graphs and their nodes as {@code GraphProto} and {@code NodeProto}. */
final class GraphParser {
  private static final int DEEPEST = 64;

  private final Scanner in;
  private final TensorParser tensors;
  private final AttributeParser attributes;
  private final boolean open;

  /**
   * @param open whether names that nothing defines become inputs of the main graph
   */
  GraphParser(Scanner in, boolean open) {
    this.in = in;
    this.open = open;
    this.tensors = new TensorParser(in);
    this.attributes = new AttributeParser(in, this, tensors);
  }

  AttributeParser attributes() {
    return attributes;
  }

  /** Reads the main graph. */
  WireWriter main() {
    Scope scope = new Scope(0);
    WireWriter out = graph(scope);
    if (open) {
      scope
          .missing()
          .keySet()
          .forEach(name -> out.message(11, declaration(name, scope.declared(name))));
    } else {
      requireNothingMissing(scope);
    }
    return out;
  }

  /** Reads a graph inside of another. */
  WireWriter subgraph(Scope outer) {
    int depth = outer.depth() + 1;
    if (depth > DEEPEST) {
      throw in.error("graphs are nested deeper than " + DEEPEST + " levels");
    }
    Scope scope = new Scope(depth);
    WireWriter out = graph(scope);
    scope.missing().forEach(outer::read);
    return out;
  }

  void requireNothingMissing(Scope scope) {
    for (Map.Entry<String, Integer> missing : scope.missing().entrySet()) {
      throw in.error(missing.getValue(), "reads '" + missing.getKey() + "', which nothing defines");
    }
  }

  private WireWriter graph(Scope scope) {
    WireWriter out = new WireWriter();
    out.utf8(2, in.requireName("the name of a graph"));
    inputs(out, scope);
    in.expectArrow();
    in.expect('(');
    if (!in.matches(')')) {
      do {
        int start = in.position();
        ValueInfo output = valueInfo();
        scope.read(output.name(), start);
        out.message(12, TypeWriter.valueInfo(output));
      } while (in.matches(','));
      in.expect(')');
    }
    if (in.matches('<')) {
      values(out, scope);
    }
    nodes(out, 1, scope);
    return out;
  }

  private void inputs(WireWriter out, Scope scope) {
    in.expect('(');
    if (in.matches(')')) {
      return;
    }
    do {
      ValueInfo input = valueInfo();
      scope.define(input.name());
      out.message(11, TypeWriter.valueInfo(input));
      if (in.peek() == '=' || in.peek() == '~') {
        tensors.initializer(out, input.name(), input.type());
      }
    } while (in.matches(','));
    in.expect(')');
  }

  private void values(WireWriter out, Scope scope) {
    if (in.matches('>')) {
      return;
    }
    do {
      ValueInfo value = valueInfo();
      if (in.peek() == '=' || in.peek() == '~') {
        scope.define(value.name());
        tensors.initializer(out, value.name(), value.type());
      } else {
        scope.declare(value.name(), value.type());
        out.message(13, TypeWriter.valueInfo(value));
      }
    } while (in.matches(','));
    in.expect('>');
  }

  /** Reads a name with or without its type. */
  ValueInfo valueInfo() {
    Type type = Type.UNKNOWN;
    if (TypeText.isNext(in)) {
      type = TypeText.parse(in);
    }
    return ValueInfo.of(in.requireName("a name"), type);
  }

  private static WireWriter declaration(String name, Type type) {
    return TypeWriter.valueInfo(ValueInfo.of(name, type));
  }

  /** Reads nodes in braces into the given field. */
  void nodes(WireWriter out, int field, Scope scope) {
    in.expect('{');
    while (!in.matches('}')) {
      out.message(field, node(scope));
    }
  }

  private WireWriter node(Scope scope) {
    WireWriter out = new WireWriter();
    String label = "";
    if (in.matches('[')) {
      label = in.name().orElse("");
      in.expect(']');
    }
    List<String> outputs = names('=', new Scope(0));
    outputs.forEach(scope::define);
    in.expect('=');
    StringBuilder domain = new StringBuilder();
    String type = in.requireName("an operator");
    while (in.matches('.')) {
      domain.append(domain.isEmpty() ? "" : ".").append(type);
      type = in.requireName("an operator");
    }
    String overload = in.matches(':') ? in.requireName("an overload") : "";
    List<WireWriter> given = attributeList(scope);
    in.expect('(');
    List<String> inputs = names(')', scope);
    in.expect(')');
    if (given.isEmpty()) {
      given = attributeList(scope);
    }
    inputs.forEach(name -> out.utf8(1, name));
    outputs.forEach(name -> out.utf8(2, name));
    if (!label.isEmpty()) {
      out.utf8(3, label);
    }
    out.utf8(4, type);
    given.forEach(attribute -> out.message(5, attribute));
    if (!domain.isEmpty()) {
      out.utf8(7, domain.toString());
    }
    return overload.isEmpty() ? out : out.utf8(8, overload);
  }

  /** Reads names up to {@code end}; nothing between commas is an absent value. */
  private List<String> names(char end, Scope readers) {
    List<String> names = new ArrayList<>(4);
    while (in.peek() != end) {
      int start = in.position();
      if (in.peek() == ',') {
        names.add("");
      } else {
        String name = in.requireName("a name");
        names.add(name);
        readers.read(name, start);
      }
      if (in.peek() == end) {
        break;
      }
      in.expect(',');
    }
    return names;
  }

  private List<WireWriter> attributeList(Scope scope) {
    List<WireWriter> list = new ArrayList<>(2);
    if (in.matches('<') && !in.matches('>')) {
      do {
        list.add(attributes.attribute(scope));
      } while (in.matches(','));
      in.expect('>');
    }
    return list;
  }
}
