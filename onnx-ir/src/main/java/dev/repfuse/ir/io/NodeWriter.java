package dev.repfuse.ir.io;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Result;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.io.wire.WireReader;
import dev.repfuse.ir.io.wire.WireWriter;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;

/** Encodes {@code NodeProto}: as it stood in the file wherever it was not changed. */
final class NodeWriter {
  private static final int ATTRIBUTE = 5;

  private final AttributeWriter attributes;

  NodeWriter(AttributeWriter attributes) {
    this.attributes = attributes;
  }

  void write(WireWriter out, int field, Node node) {
    if (node.encoded().isEmpty()) {
      out.message(field, changed(node));
    } else if (node.attributes().stream().allMatch(attributes::isVerbatim)) {
      out.bytes(field, node.encoded().get());
    } else {
      out.message(field, patched(node, node.encoded().get()));
    }
  }

  /** The message of the file with other attributes. */
  private WireWriter patched(Node node, MemorySegment message) {
    WireWriter out = new WireWriter();
    WireReader in = WireReader.of(message);
    Iterator<Attribute> current = node.attributes().iterator();
    while (in.next()) {
      if (in.field() == ATTRIBUTE) {
        attributes.write(out, ATTRIBUTE, current.next());
      } else {
        out.raw(in.rawField());
      }
    }
    return out;
  }

  private WireWriter changed(Node node) {
    WireWriter out = new WireWriter();
    for (Value input : node.inputs()) {
      out.utf8(1, input.name());
    }
    int last = node.outputs().size();
    while (last > 0 && !(node.outputs().get(last - 1) instanceof Result)) {
      last--;
    }
    for (Value output : node.outputs().subList(0, last)) {
      out.utf8(2, output.name());
    }
    if (!node.name().isEmpty()) {
      out.utf8(3, node.name());
    }
    out.utf8(4, node.opType());
    for (Attribute attribute : node.attributes()) {
      attributes.write(out, ATTRIBUTE, attribute);
    }
    if (!node.operator().domain().isEmpty()) {
      out.utf8(7, node.operator().domain());
    }
    if (!node.operator().overload().isEmpty()) {
      out.utf8(8, node.operator().overload());
    }
    node.carried().fields().forEach(out::raw);
    return out;
  }
}
