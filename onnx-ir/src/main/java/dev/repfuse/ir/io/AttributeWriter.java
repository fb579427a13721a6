package dev.repfuse.ir.io;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.io.wire.WireReader;
import dev.repfuse.ir.io.wire.WireWriter;
import java.lang.foreign.MemorySegment;

/** Encodes {@code AttributeProto}. */
final class AttributeWriter {
  private final GraphWriter graphs;
  private final TensorWriter tensors;

  AttributeWriter(GraphWriter graphs, TensorWriter tensors) {
    this.graphs = graphs;
    this.tensors = tensors;
  }

  WireWriter attribute(Attribute attribute) {
    WireWriter out = new WireWriter();
    out.utf8(1, attribute.name());
    switch (attribute.content()) {
      case Attribute.FloatValue(float value) -> {
        out.fixed32(2, Float.floatToRawIntBits(value));
        out.varint(20, 1);
      }
      case Attribute.IntValue(long value) -> {
        out.varint(3, value);
        out.varint(20, 2);
      }
      case Attribute.StringValue value -> {
        out.bytes(4, value.bytes());
        out.varint(20, 3);
      }
      case Attribute.TensorValue value -> {
        out.message(5, tensors.tensor("", value.tensor()));
        out.varint(20, 4);
      }
      case Attribute.GraphValue value -> {
        out.message(6, graphs.graph(value.graph()));
        out.varint(20, 5);
      }
      case Attribute.SparseTensorValue value -> {
        out.message(22, tensors.sparse("", value.tensor()));
        out.varint(20, 11);
      }
      case Attribute.TypeValue value -> {
        out.message(14, TypeWriter.type(value.type()));
        out.varint(20, 13);
      }
      case Attribute.FloatValues(float[] values) -> {
        for (float value : values) {
          out.fixed32(7, Float.floatToRawIntBits(value));
        }
        out.varint(20, 6);
      }
      case Attribute.IntValues(long[] values) -> {
        for (long value : values) {
          out.varint(8, value);
        }
        out.varint(20, 7);
      }
      case Attribute.StringValues value -> {
        value.values().forEach(string -> out.bytes(9, string.bytes()));
        out.varint(20, 8);
      }
      case Attribute.TensorValues value -> {
        value.tensors().forEach(tensor -> out.message(10, tensors.tensor("", tensor)));
        out.varint(20, 9);
      }
      case Attribute.GraphValues value -> {
        value.graphs().forEach(graph -> out.message(11, graphs.graph(graph)));
        out.varint(20, 10);
      }
      case Attribute.SparseTensorValues value -> {
        value.tensors().forEach(tensor -> out.message(23, tensors.sparse("", tensor)));
        out.varint(20, 12);
      }
      case Attribute.TypeValues value -> {
        value.types().forEach(type -> out.message(15, TypeWriter.type(type)));
        out.varint(20, 14);
      }
      case Attribute.Reference reference -> {
        out.utf8(21, reference.attribute());
        out.varint(20, reference.typeCode());
      }
      case Attribute.Nothing nothing -> out.varint(20, 0);
    }
    attribute.encoded().ifPresent(bytes -> carryUnknown(bytes, out));
    return out;
  }

  /** Keeps what a changed message held beyond the fields written above. */
  private static void carryUnknown(MemorySegment message, WireWriter out) {
    WireReader in = WireReader.of(message);
    while (in.next()) {
      boolean written =
          switch (in.field()) {
            case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15, 20, 21, 22, 23 -> true;
            default -> false;
          };
      if (!written) {
        out.raw(in.rawField());
      }
    }
  }
}
