package dev.repfuse.ir.text;

import dev.repfuse.ir.ValueInfo;
import dev.repfuse.ir.io.TypeWriter;
import dev.repfuse.ir.io.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/** Reads models and their functions as {@code ModelProto} and {@code FunctionProto}. */
final class ModelParser {
  private static final long DEFAULT_IR_VERSION = 8;
  private static final long DEFAULT_OPSET = 17;

  private final Scanner in;
  private final GraphParser graphs;

  /**
   * @param open whether names that nothing defines become inputs of the main graph
   */
  ModelParser(String text, boolean open) {
    this.in = new Scanner(text);
    this.graphs = new GraphParser(in, open);
  }

  /** Reads the whole text. */
  byte[] model() {
    WireWriter out = new WireWriter();
    header(out);
    out.message(7, graphs.main());
    while (!in.atEnd()) {
      out.message(25, function());
    }
    return out.toByteArray();
  }

  private void header(WireWriter out) {
    boolean versioned = false;
    boolean imported = false;
    if (in.matches('<')) {
      do {
        int start = in.position();
        String keyword = in.requireIdentifier("a keyword");
        in.expect(':');
        versioned |= keyword.equals("ir_version");
        imported |= keyword.equals("opset_import");
        switch (keyword) {
          case "ir_version" -> out.varint(1, in.integer());
          case "producer_name" -> out.utf8(2, in.string());
          case "producer_version" -> out.utf8(3, in.string());
          case "domain" -> out.utf8(4, in.string());
          case "model_version" -> out.varint(5, in.integer());
          case "doc_string" -> out.utf8(6, in.string());
          case "opset_import" -> opsets(out, 8);
          case "metadata_props" -> {
            in.expect('[');
            Entries.parse(in, ']').forEach(entry -> out.message(14, entry.message()));
          }
          default -> throw in.error(start, "'" + keyword + "' is not a field of a model");
        }
      } while (in.matches(','));
      in.expect('>');
    }
    if (!versioned) {
      out.varint(1, DEFAULT_IR_VERSION);
    }
    if (!imported) {
      out.message(8, opset("", DEFAULT_OPSET));
    }
  }

  private void opsets(WireWriter out, int field) {
    in.expect('[');
    if (in.matches(']')) {
      return;
    }
    do {
      String domain = in.string();
      in.expect(':');
      out.message(field, opset(domain, in.integer()));
    } while (in.matches(','));
    in.expect(']');
  }

  private static WireWriter opset(String domain, long version) {
    return new WireWriter().utf8(1, domain).varint(2, version);
  }

  private WireWriter function() {
    WireWriter out = new WireWriter();
    if (in.matches('<')) {
      do {
        int start = in.position();
        String keyword = in.requireIdentifier("a keyword");
        in.expect(':');
        switch (keyword) {
          case "doc_string" -> out.utf8(8, in.string());
          case "opset_import" -> opsets(out, 9);
          case "domain" -> out.utf8(10, in.string());
          case "overload" -> out.utf8(13, in.string());
          default -> throw in.error(start, "'" + keyword + "' is not a field of a function");
        }
      } while (in.matches(','));
      in.expect('>');
    }
    out.utf8(1, in.requireName("the name of a function"));
    Scope scope = new Scope(0);
    attributes(out, scope);
    List<ValueInfo> typed = new ArrayList<>();
    signature(out, 4, scope, typed);
    in.expectArrow();
    signature(out, 5, scope, typed);
    typed.forEach(value -> out.message(12, TypeWriter.valueInfo(value)));
    if (in.matches('<') && !in.matches('>')) {
      do {
        out.message(12, TypeWriter.valueInfo(graphs.valueInfo()));
      } while (in.matches(','));
      in.expect('>');
    }
    graphs.nodes(out, 7, scope);
    graphs.requireNothingMissing(scope);
    return out;
  }

  /** Names of attributes that a caller must give, and attributes with their defaults. */
  private void attributes(WireWriter out, Scope scope) {
    if (!in.matches('<')) {
      return;
    }
    do {
      String name = in.requireName("the name of an attribute");
      if (in.peek() == ':' || in.peek() == '=') {
        out.message(11, graphs.attributes().attribute(name, scope));
      } else {
        out.utf8(6, name);
      }
    } while (in.matches(','));
    in.expect('>');
  }

  private void signature(WireWriter out, int field, Scope scope, List<ValueInfo> typed) {
    in.expect('(');
    if (in.matches(')')) {
      return;
    }
    do {
      boolean hasType = TypeText.isNext(in);
      int start = in.position();
      ValueInfo value = graphs.valueInfo();
      out.utf8(field, value.name());
      if (field == 4) {
        scope.define(value.name());
      } else {
        scope.read(value.name(), start);
      }
      if (hasType) {
        typed.add(value);
      }
    } while (in.matches(','));
    in.expect(')');
  }
}
