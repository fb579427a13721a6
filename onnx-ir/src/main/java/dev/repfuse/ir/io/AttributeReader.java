package dev.repfuse.ir.io;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Attribute.Content;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.SparseTensor;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.io.wire.WireReader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Decodes {@code AttributeProto}; subgraphs through the graph reader that asks. */
final class AttributeReader {
  private final TensorReader tensors;
  private final Function<MemorySegment, Graph> subgraphs;

  AttributeReader(TensorReader tensors, Function<MemorySegment, Graph> subgraphs) {
    this.tensors = tensors;
    this.subgraphs = subgraphs;
  }

  /** The values of one message, by wire field. */
  private static final class Draft {
    private String name = "";
    private String reference = "";
    private int type;
    private int fieldsSet;
    private Optional<Content> single = Optional.empty();
    private final Numbers floats = new Numbers();
    private final Numbers ints = new Numbers();
    private final List<Attribute.StringValue> strings = new ArrayList<>(0);
    private final List<Tensor> tensors = new ArrayList<>(0);
    private final List<Graph> graphs = new ArrayList<>(0);
    private final List<SparseTensor> sparse = new ArrayList<>(0);
    private final List<Type> types = new ArrayList<>(0);

    void single(int typeCode, Content content) {
      mark(typeCode);
      single = Optional.of(content);
    }

    void mark(int typeCode) {
      fieldsSet |= 1 << typeCode;
    }
  }

  /** A growing list of numbers; floats as their bits. */
  private static final class Numbers {
    private long[] values = new long[0];
    private int count;

    void add(long value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, Math.max(8, 2 * count));
      }
      values[count++] = value;
    }

    long[] longs() {
      return Arrays.copyOf(values, count);
    }

    float[] floats() {
      float[] floats = new float[count];
      for (int i = 0; i < count; i++) {
        floats[i] = Float.intBitsToFloat((int) values[i]);
      }
      return floats;
    }
  }

  Attribute attribute(MemorySegment message) {
    Draft draft = draft(message);
    if (draft.name.isEmpty()) {
      throw new ModelException("an attribute has no name");
    }
    if (!draft.reference.isEmpty()) {
      return new Attribute(
          draft.name, new Attribute.Reference(draft.reference, draft.type), Optional.of(message));
    }
    int type = draft.type != 0 ? draft.type : Integer.numberOfTrailingZeros(draft.fieldsSet);
    if (draft.fieldsSet != 0 && draft.fieldsSet != 1 << type) {
      throw new ModelException(
          "attribute '%s' holds a value of another type than it declares".formatted(draft.name));
    }
    return new Attribute(draft.name, content(draft, type), Optional.of(message));
  }

  private static Content content(Draft draft, int type) {
    return switch (type) {
      case 1 -> draft.single.orElse(new Attribute.FloatValue(0));
      case 2 -> draft.single.orElse(new Attribute.IntValue(0));
      case 3 -> draft.single.orElse(new Attribute.StringValue(MemorySegment.ofArray(new byte[0])));
      case 4, 5, 11, 13 ->
          draft.single.orElseThrow(
              () -> new ModelException("attribute '" + draft.name + "' has no value"));
      case 6 -> new Attribute.FloatValues(draft.floats.floats());
      case 7 -> new Attribute.IntValues(draft.ints.longs());
      case 8 -> new Attribute.StringValues(List.copyOf(draft.strings));
      case 9 -> new Attribute.TensorValues(List.copyOf(draft.tensors));
      case 10 -> new Attribute.GraphValues(List.copyOf(draft.graphs));
      case 12 -> new Attribute.SparseTensorValues(List.copyOf(draft.sparse));
      case 14 -> new Attribute.TypeValues(List.copyOf(draft.types));
      default -> new Attribute.Nothing();
    };
  }

  private Draft draft(MemorySegment message) {
    WireReader in = WireReader.of(message);
    Draft draft = new Draft();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> draft.name = in.utf8();
        case 2 -> draft.single(1, new Attribute.FloatValue(Float.intBitsToFloat(in.fixed32())));
        case 3 -> draft.single(2, new Attribute.IntValue(in.varint()));
        case 4 -> draft.single(3, new Attribute.StringValue(in.bytes()));
        case 5 -> draft.single(4, new Attribute.TensorValue(tensors.tensor(in.bytes())));
        case 6 -> draft.single(5, new Attribute.GraphValue(subgraphs.apply(in.bytes())));
        case 7 -> {
          draft.mark(6);
          in.fixed32s(draft.floats::add);
        }
        case 8 -> {
          draft.mark(7);
          in.varints(draft.ints::add);
        }
        case 9 -> {
          draft.mark(8);
          draft.strings.add(new Attribute.StringValue(in.bytes()));
        }
        case 10 -> {
          draft.mark(9);
          draft.tensors.add(tensors.tensor(in.bytes()));
        }
        case 11 -> {
          draft.mark(10);
          draft.graphs.add(subgraphs.apply(in.bytes()));
        }
        case 14 -> draft.single(13, new Attribute.TypeValue(TypeReader.type(in.bytes())));
        case 15 -> {
          draft.mark(14);
          draft.types.add(TypeReader.type(in.bytes()));
        }
        case 20 -> draft.type = (int) in.varint();
        case 21 -> draft.reference = in.utf8();
        case 22 -> draft.single(11, new Attribute.SparseTensorValue(tensors.sparse(in.bytes())));
        case 23 -> {
          draft.mark(12);
          draft.sparse.add(tensors.sparse(in.bytes()));
        }
        default -> {}
      }
    }
    return draft;
  }
}
