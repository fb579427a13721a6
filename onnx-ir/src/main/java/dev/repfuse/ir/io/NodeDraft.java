package dev.repfuse.ir.io;

import dev.repfuse.ir.Carried;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.io.wire.WireReader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A {@code NodeProto} whose names are not yet connected to values. */
record NodeDraft(
    Operator operator,
    String name,
    List<String> inputs,
    List<String> outputs,
    List<MemorySegment> attributes,
    Carried carried,
    MemorySegment encoded) {

  static NodeDraft read(MemorySegment message) {
    WireReader in = WireReader.of(message);
    List<String> inputs = new ArrayList<>(4);
    List<String> outputs = new ArrayList<>(1);
    List<MemorySegment> attributes = new ArrayList<>(2);
    List<MemorySegment> carried = new ArrayList<>(0);
    String name = "";
    String type = "";
    String domain = "";
    String overload = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> inputs.add(in.utf8());
        case 2 -> outputs.add(in.utf8());
        case 3 -> name = in.utf8();
        case 4 -> type = in.utf8();
        case 5 -> attributes.add(in.bytes());
        case 7 -> domain = in.utf8();
        case 8 -> overload = in.utf8();
        default -> carried.add(in.rawField());
      }
    }
    Operator operator = new Operator(domain, type, overload);
    return new NodeDraft(
        operator, name, inputs, outputs, attributes, new Carried(carried), message);
  }

  /** How error messages call it. */
  String label() {
    String shown = name.isEmpty() && !outputs.isEmpty() ? outputs.getFirst() : name;
    return "%s '%s'".formatted(operator.type(), shown).strip();
  }
}
