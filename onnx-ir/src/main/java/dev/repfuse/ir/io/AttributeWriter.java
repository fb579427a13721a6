package dev.repfuse.ir.io;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.SparseTensor;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.io.wire.WireReader;
import dev.repfuse.ir.io.wire.WireWriter;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Encodes {@code AttributeProto}: as it stood in the file wherever it was not changed. */
final class AttributeWriter {
  private final GraphWriter graphs;
  private final TensorWriter tensors;

  AttributeWriter(GraphWriter graphs, TensorWriter tensors) {
    this.graphs = graphs;
    this.tensors = tensors;
  }

  /** Whether the message of the file still says what the attribute holds. */
  boolean isVerbatim(Attribute attribute) {
    return attribute.encoded().isPresent()
        && switch (attribute.content()) {
          case Attribute.GraphValue value -> false;
          case Attribute.GraphValues value -> value.graphs().isEmpty();
          case Attribute.TensorValue(Tensor tensor) -> tensors.isVerbatim(tensor);
          case Attribute.TensorValues(List<Tensor> all) ->
              all.stream().allMatch(tensors::isVerbatim);
          case Attribute.SparseTensorValue(SparseTensor tensor) -> tensors.isVerbatim(tensor);
          case Attribute.SparseTensorValues(List<SparseTensor> all) ->
              all.stream().allMatch(tensors::isVerbatim);
          default -> true;
        };
  }

  void write(WireWriter out, int field, Attribute attribute) {
    if (isVerbatim(attribute)) {
      out.bytes(field, attribute.encoded().orElseThrow());
    } else if (attribute.encoded().isPresent()) {
      out.message(field, patched(attribute, attribute.encoded().get()));
    } else {
      out.message(field, made(attribute));
    }
  }

  /** The message of the file with other graphs and tensors. */
  private WireWriter patched(Attribute attribute, MemorySegment message) {
    WireWriter out = new WireWriter();
    WireReader in = WireReader.of(message);
    while (in.next()) {
      switch (in.field()) {
        case 5, 6, 10, 11, 22, 23 -> {}
        default -> out.raw(in.rawField());
      }
    }
    value(out, attribute.content());
    return out;
  }

  private WireWriter made(Attribute attribute) {
    WireWriter out = new WireWriter();
    out.utf8(1, attribute.name());
    value(out, attribute.content());
    out.varint(20, typeCode(attribute.content()));
    return out;
  }

  private void value(WireWriter out, Attribute.Content content) {
    switch (content) {
      case Attribute.FloatValue(float value) -> out.fixed32(2, Float.floatToRawIntBits(value));
      case Attribute.IntValue(long value) -> out.varint(3, value);
      case Attribute.StringValue value -> out.bytes(4, value.bytes());
      case Attribute.TensorValue(Tensor tensor) -> out.message(5, tensors.named(tensor));
      case Attribute.GraphValue value -> out.message(6, graphs.graph(value.graph()));
      case Attribute.SparseTensorValue value -> out.message(22, tensors.sparse(value.tensor()));
      case Attribute.TypeValue value -> out.message(14, TypeWriter.type(value.type()));
      case Attribute.FloatValues(float[] values) -> {
        for (float value : values) {
          out.fixed32(7, Float.floatToRawIntBits(value));
        }
      }
      case Attribute.IntValues(long[] values) -> {
        for (long value : values) {
          out.varint(8, value);
        }
      }
      case Attribute.StringValues(List<Attribute.StringValue> all) ->
          all.forEach(string -> out.bytes(9, string.bytes()));
      case Attribute.TensorValues(List<Tensor> all) ->
          all.forEach(tensor -> out.message(10, tensors.named(tensor)));
      case Attribute.GraphValues(List<Graph> all) ->
          all.forEach(graph -> out.message(11, graphs.graph(graph)));
      case Attribute.SparseTensorValues(List<SparseTensor> all) ->
          all.forEach(tensor -> out.message(23, tensors.sparse(tensor)));
      case Attribute.TypeValues(List<Type> all) ->
          all.forEach(type -> out.message(15, TypeWriter.type(type)));
      case Attribute.Reference reference -> out.utf8(21, reference.attribute());
      case Attribute.Nothing nothing -> {}
    }
  }

  /** The value of {@code AttributeProto.AttributeType}. */
  private static int typeCode(Attribute.Content content) {
    return switch (content) {
      case Attribute.Nothing nothing -> 0;
      case Attribute.FloatValue value -> 1;
      case Attribute.IntValue value -> 2;
      case Attribute.StringValue value -> 3;
      case Attribute.TensorValue value -> 4;
      case Attribute.GraphValue value -> 5;
      case Attribute.FloatValues value -> 6;
      case Attribute.IntValues value -> 7;
      case Attribute.StringValues value -> 8;
      case Attribute.TensorValues value -> 9;
      case Attribute.GraphValues value -> 10;
      case Attribute.SparseTensorValue value -> 11;
      case Attribute.SparseTensorValues value -> 12;
      case Attribute.TypeValue value -> 13;
      case Attribute.TypeValues value -> 14;
      case Attribute.Reference reference -> reference.typeCode();
    };
  }
}
