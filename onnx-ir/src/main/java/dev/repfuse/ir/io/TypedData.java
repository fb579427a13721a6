package dev.repfuse.ir.io;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.ModelException;
import dev.repfuse.ir.io.wire.WireReader;
import dev.repfuse.ir.io.wire.WireType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Locale;

/** Tensor elements in one of the typed fields of {@code TensorProto}, still undecoded. */
final class TypedData {
  private static final ValueLayout.OfShort I16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt I32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong I64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** The typed fields. */
  enum Field {
    FLOAT_DATA,
    INT32_DATA,
    INT64_DATA,
    DOUBLE_DATA,
    UINT64_DATA;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Field field;
  private MemorySegment whole = MemorySegment.NULL;
  private long[] values = new long[0];
  private int count;
  private boolean contiguous;

  TypedData(Field field) {
    this.field = field;
  }

  Field field() {
    return field;
  }

  /** Takes the current field of {@code in}: one element, or a packed run of them. */
  void add(WireReader in) {
    boolean fixed = field == Field.FLOAT_DATA || field == Field.DOUBLE_DATA;
    if (fixed && count == 0 && !contiguous && in.wireType() == WireType.LEN) {
      whole = in.bytes();
      contiguous = true;
      count = (int) (whole.byteSize() / width());
      if (whole.byteSize() % width() != 0) {
        throw new ModelException(field + " has half an element at its end");
      }
      return;
    }
    if (contiguous) {
      spill();
    }
    switch (field) {
      case FLOAT_DATA -> in.fixed32s(this::append);
      case DOUBLE_DATA -> in.fixed64s(this::append);
      case INT32_DATA, INT64_DATA, UINT64_DATA -> in.varints(this::append);
    }
  }

  private int width() {
    return field == Field.FLOAT_DATA ? 4 : 8;
  }

  private void spill() {
    values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = width() == 4 ? whole.get(I32, 4L * i) : whole.get(I64, 8L * i);
    }
    contiguous = false;
  }

  private void append(long value) {
    if (count == values.length) {
      values = java.util.Arrays.copyOf(values, Math.max(16, 2 * count));
    }
    values[count++] = value;
  }

  /** Checks that this field may hold elements of the type, and that it holds enough of them. */
  void check(String name, ElementType type, long elements) {
    Field wanted =
        switch (type) {
          case FLOAT, COMPLEX64 -> Field.FLOAT_DATA;
          case DOUBLE, COMPLEX128 -> Field.DOUBLE_DATA;
          case INT64 -> Field.INT64_DATA;
          case UINT32, UINT64 -> Field.UINT64_DATA;
          default -> Field.INT32_DATA;
        };
    long needed =
        switch (type) {
          case COMPLEX64, COMPLEX128 -> 2 * elements;
          case INT4, UINT4, FLOAT4E2M1, INT2, UINT2 -> type.bytesFor(elements);
          default -> elements;
        };
    if (field != wanted) {
      throw new ModelException(
          "tensor '%s' is of type %s but its data is in %s".formatted(name, type.keyword(), field));
    }
    if (count != needed) {
      throw new ModelException(
          "tensor '%s' has %d values in %s, its shape asks for %d"
              .formatted(name, count, field, needed));
    }
  }

  /** The elements in packed little-endian form. */
  MemorySegment packed(ElementType type, long byteSize) {
    if (contiguous) {
      return whole;
    }
    MemorySegment bytes = Arena.ofAuto().allocate(Math.max(1, byteSize), 8);
    for (int i = 0; i < count; i++) {
      switch (type.bits()) {
        case 64 -> put64(type, bytes, i);
        case 32 -> bytes.set(I32, 4L * i, (int) values[i]);
        case 16 -> bytes.set(I16, 2L * i, (short) values[i]);
        case 128 -> bytes.set(I64, 8L * i, values[i]);
        default -> bytes.set(ValueLayout.JAVA_BYTE, i, (byte) values[i]);
      }
    }
    return bytes.asSlice(0, byteSize);
  }

  private void put64(ElementType type, MemorySegment bytes, int i) {
    if (type == ElementType.COMPLEX64) {
      bytes.set(I32, 4L * i, (int) values[i]);
    } else {
      bytes.set(I64, 8L * i, values[i]);
    }
  }
}
