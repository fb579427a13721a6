package dev.repfuse.ir.io;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.ExternalData;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.SparseTensor;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.io.wire.WireReader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Decodes {@code TensorProto} and {@code SparseTensorProto}; data stays where it lies. */
final class TensorReader {
  private final ExternalFiles files;

  TensorReader(ExternalFiles files) {
    this.files = files;
  }

  /** The fields of one message before they are checked against each other. */
  private static final class Draft {
    private final List<Long> dims = new ArrayList<>(4);
    private final List<MemorySegment> strings = new ArrayList<>(0);
    private final Map<String, String> external = new LinkedHashMap<>();
    private Optional<MemorySegment> raw = Optional.empty();
    private Optional<TypedData> typed = Optional.empty();
    private Optional<TypedData.Field> conflict = Optional.empty();
    private String name = "";
    private long dataType;
    private boolean isExternal;

    TypedData typed(TypedData.Field field) {
      TypedData data = typed.filter(d -> d.field() == field).orElseGet(() -> new TypedData(field));
      typed.filter(d -> d != data).ifPresent(d -> conflict = Optional.of(d.field()));
      typed = Optional.of(data);
      return data;
    }
  }

  /** Decodes one tensor and checks that its data fits its shape. */
  Tensor tensor(MemorySegment message) {
    Draft draft = draft(message);
    String name = draft.name;
    ElementType type =
        ElementType.ofCode(draft.dataType)
            .filter(t -> t != ElementType.UNDEFINED)
            .orElseThrow(
                () -> bad(name, "has element type " + draft.dataType + ", which does not exist"));
    Shape shape = shape(draft);
    long count = elementCount(name, shape);
    int payloads =
        (draft.raw.isPresent() ? 1 : 0)
            + (draft.typed.isPresent() ? 1 : 0)
            + (draft.strings.isEmpty() ? 0 : 1)
            + (draft.isExternal ? 1 : 0);
    if (payloads > 1) {
      throw bad(name, "has its data twice");
    }
    if (type == ElementType.STRING) {
      if (draft.raw.isPresent() || draft.strings.size() != count) {
        throw bad(
            name,
            "holds %d strings, its shape %s asks for %d"
                .formatted(draft.strings.size(), shape, count));
      }
      return Tensor.ofStrings(name, shape, draft.strings, Optional.of(message));
    }
    if (!draft.strings.isEmpty()) {
      throw bad(name, "is of type " + type.keyword() + " but holds strings");
    }
    long bytes = byteSize(name, type, count);
    Optional<ExternalData> place = draft.isExternal ? Optional.of(place(draft)) : Optional.empty();
    Supplier<MemorySegment> source = source(draft, type, count, bytes, place);
    return Tensor.read(name, type, shape, source, message, place);
  }

  private Supplier<MemorySegment> source(
      Draft draft, ElementType type, long count, long bytes, Optional<ExternalData> place) {
    if (place.isPresent()) {
      MemorySegment data = files.bytes(draft.name, place.get(), bytes);
      return () -> data;
    }
    if (draft.conflict.isPresent()) {
      TypedData.Field other = draft.typed.orElseThrow().field();
      throw bad(draft.name, "has both " + draft.conflict.get() + " and " + other);
    }
    if (draft.typed.isPresent()) {
      TypedData data = draft.typed.get();
      data.check(draft.name, type, count);
      return () -> data.packed(type, bytes);
    }
    MemorySegment raw = draft.raw.orElse(MemorySegment.NULL);
    if (raw.byteSize() != bytes) {
      throw bad(
          draft.name,
          "has %d bytes of data, its shape %s asks for %d"
              .formatted(raw.byteSize(), shape(draft), bytes));
    }
    return () -> raw;
  }

  private static Draft draft(MemorySegment message) {
    WireReader in = WireReader.of(message);
    Draft draft = new Draft();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> in.varints(draft.dims::add);
        case 2 -> draft.dataType = in.varint();
        case 4 -> draft.typed(TypedData.Field.FLOAT_DATA).add(in);
        case 5 -> draft.typed(TypedData.Field.INT32_DATA).add(in);
        case 6 -> draft.strings.add(in.bytes());
        case 7 -> draft.typed(TypedData.Field.INT64_DATA).add(in);
        case 8 -> draft.name = in.utf8();
        case 9 -> draft.raw = Optional.of(in.bytes());
        case 10 -> draft.typed(TypedData.Field.DOUBLE_DATA).add(in);
        case 11 -> draft.typed(TypedData.Field.UINT64_DATA).add(in);
        case 13 -> {
          StringPair pair = StringPair.read(in.bytes());
          draft.external.put(pair.key(), pair.value());
        }
        case 14 -> draft.isExternal = in.varint() == 1;
        default -> {}
      }
    }
    return draft;
  }

  private static Shape shape(Draft draft) {
    for (long dim : draft.dims) {
      if (dim < 0) {
        throw bad(draft.name, "has a dimension of " + dim);
      }
    }
    return Shape.of(draft.dims.stream().mapToLong(Long::longValue).toArray());
  }

  private static long elementCount(String name, Shape shape) {
    return shape
        .elementCount()
        .orElseThrow(() -> bad(name, "has more elements than 63 bits can count: " + shape));
  }

  private static long byteSize(String name, ElementType type, long count) {
    if (count > Long.MAX_VALUE / 128) {
      throw bad(name, "has more bytes than 63 bits can count");
    }
    return type.bytesFor(count);
  }

  private ExternalData place(Draft draft) {
    String location = draft.external.getOrDefault("location", "");
    long offset = number(draft, "offset").orElse(0);
    OptionalLong length = number(draft, "length");
    if (length.isPresent() && offset > Long.MAX_VALUE - length.getAsLong()) {
      throw bad(draft.name, "has an external offset and length beyond 63 bits");
    }
    return new ExternalData(files.file(location), location, offset, length);
  }

  private static OptionalLong number(Draft draft, String key) {
    String text = draft.external.getOrDefault(key, "");
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return OptionalLong.of(value);
      }
    } catch (NumberFormatException e) {
      throw bad(draft.name, "has external " + key + " '" + text + "', which is not a number");
    }
    throw bad(draft.name, "has a negative external " + key + ": " + text);
  }

  /** Decodes one sparse tensor and checks its indices. */
  SparseTensor sparse(MemorySegment message) {
    WireReader in = WireReader.of(message);
    Optional<Tensor> values = Optional.empty();
    Optional<Tensor> indices = Optional.empty();
    List<Long> dims = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> values = Optional.of(tensor(in.bytes()));
        case 2 -> indices = Optional.of(tensor(in.bytes()));
        case 3 -> in.varints(dims::add);
        default -> {}
      }
    }
    Tensor numbers = values.orElseThrow(() -> new ModelException("a sparse tensor has no values"));
    Shape shape = Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    Tensor places = indices.orElseThrow(() -> bad(numbers.name(), "is sparse and has no indices"));
    SparseTensor sparse = new SparseTensor(numbers, places, shape, Optional.of(message));
    SparseIndices.check(sparse);
    return sparse;
  }

  private static ModelException bad(String name, String cause) {
    return new ModelException("tensor '" + name + "' " + cause);
  }
}
