package dev.repfuse.ir;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A dense constant: a view on little-endian packed bytes, of the mapped file, of an external-data
 * file or of fresh memory. Nothing is decoded until somebody asks for numbers.
 */
public final class Tensor implements Payload {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final String name;
  private final ElementType type;
  private final Shape shape;
  private final Supplier<MemorySegment> source;
  private final List<MemorySegment> strings;
  private final Optional<MemorySegment> encoded;
  private final Optional<ExternalData> external;
  private volatile Optional<MemorySegment> bytes = Optional.empty();

  private Tensor(
      String name,
      ElementType type,
      Shape shape,
      Supplier<MemorySegment> source,
      List<MemorySegment> strings,
      Optional<MemorySegment> encoded,
      Optional<ExternalData> external) {
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.source = source;
    this.strings = strings;
    this.encoded = encoded;
    this.external = external;
  }

  /** A tensor over packed little-endian bytes. */
  public static Tensor of(ElementType type, Shape shape, MemorySegment bytes) {
    return new Tensor("", type, shape, () -> bytes, List.of(), Optional.empty(), Optional.empty());
  }

  /** A tensor as it stood in a file: its bytes are produced at the first call of {@link #bytes}. */
  public static Tensor read(
      String name,
      ElementType type,
      Shape shape,
      Supplier<MemorySegment> source,
      MemorySegment encoded,
      Optional<ExternalData> external) {
    return new Tensor(name, type, shape, source, List.of(), Optional.of(encoded), external);
  }

  /** A tensor of byte strings. */
  public static Tensor ofStrings(
      String name, Shape shape, List<MemorySegment> strings, Optional<MemorySegment> encoded) {
    return new Tensor(
        name,
        ElementType.STRING,
        shape,
        () -> MemorySegment.NULL,
        List.copyOf(strings),
        encoded,
        Optional.empty());
  }

  /** A float32 tensor. */
  public static Tensor ofFloats(Shape shape, float... values) {
    MemorySegment bytes = Arena.ofAuto().allocate(4L * values.length, 8);
    MemorySegment.copy(values, 0, bytes, FLOAT, 0, values.length);
    return of(ElementType.FLOAT, shape, bytes);
  }

  /** An int64 tensor. */
  public static Tensor ofLongs(Shape shape, long... values) {
    MemorySegment bytes = Arena.ofAuto().allocate(8L * values.length, 8);
    MemorySegment.copy(values, 0, bytes, LONG, 0, values.length);
    return of(ElementType.INT64, shape, bytes);
  }

  /**
   * A tensor of a floating-point, integer or bool type, each value rounded once from double, to
   * nearest even; integers saturate.
   */
  public static Tensor ofDoubles(ElementType type, Shape shape, double[] values) {
    return of(type, shape, Numbers.encode(type, values));
  }

  /** The name in the message; empty when it has none. */
  public String name() {
    return name;
  }

  @Override
  public ElementType type() {
    return type;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  /** The number of elements. */
  public long elementCount() {
    return shape.elementCount().orElseThrow();
  }

  /** Bytes of the packed form; for strings the sum of their lengths. */
  public long byteSize() {
    return type == ElementType.STRING
        ? strings.stream().mapToLong(MemorySegment::byteSize).sum()
        : type.bytesFor(elementCount());
  }

  /**
   * The elements, little-endian and packed, of exactly {@link #byteSize} bytes.
   *
   * @throws ModelException if external data cannot be read
   */
  public MemorySegment bytes() {
    Optional<MemorySegment> known = bytes;
    if (known.isEmpty()) {
      known = Optional.of(source.get());
      bytes = known;
    }
    return known.get();
  }

  /** The elements of a string tensor as bytes; empty for other types. */
  public List<MemorySegment> strings() {
    return strings;
  }

  /** The message as it stood in the file, if the tensor comes from one. */
  public Optional<MemorySegment> encoded() {
    return encoded;
  }

  /** Where the bytes lie, when that is outside of the model file. */
  public Optional<ExternalData> external() {
    return external;
  }

  /** Whether {@link #doubles} can give numbers for this element type. */
  public boolean isNumeric() {
    return Numbers.decodes(type);
  }

  /** All elements as doubles, exact but for 64-bit integers beyond 2^53. */
  public double[] doubles() {
    return Numbers.doubles(type, bytes(), Math.toIntExact(elementCount()));
  }

  /** All elements of an integer or bool tensor. */
  public long[] longs() {
    return Numbers.longs(type, bytes(), Math.toIntExact(elementCount()));
  }

  /** Whether type, shape and every byte are equal. */
  public boolean sameAs(Tensor other) {
    if (type != other.type || !shape.equals(other.shape)) {
      return false;
    }
    if (type != ElementType.STRING) {
      return bytes().mismatch(other.bytes()) < 0;
    }
    for (int i = 0; i < strings.size(); i++) {
      if (strings.get(i).mismatch(other.strings.get(i)) >= 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return type.keyword() + shape + (name.isEmpty() ? "" : " " + name);
  }
}
