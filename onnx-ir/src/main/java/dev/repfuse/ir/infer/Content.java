package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A small tensor whose elements are known one by one.
 *
 * @param sizes extents, outermost first
 * @param elements in row-major order
 */
record Content(ElementType type, List<Long> sizes, List<Element> elements) {
  /** Larger tensors are not followed. */
  static final int LIMIT = 1024;

  Content {
    sizes = List.copyOf(sizes);
    elements = List.copyOf(elements);
  }

  /** The extents of a tensor, as the operator Shape gives them. */
  static Content ofShape(Shape shape) {
    return vector(ElementType.INT64, shape.dims().stream().map(Element::of).toList());
  }

  static Content vector(ElementType type, List<Element> elements) {
    return new Content(type, List.of((long) elements.size()), elements);
  }

  /** An int64 vector. */
  static Content ofIntegers(long... values) {
    return vector(ElementType.INT64, Arrays.stream(values).<Element>mapToObj(Element::of).toList());
  }

  static Content scalar(ElementType type, Element element) {
    return new Content(type, List.of(), List.of(element));
  }

  /** The numbers of a tensor, if they are few enough to follow. */
  static Optional<Content> of(Tensor tensor) {
    if (tensor.elementCount() > LIMIT || !tensor.isNumeric()) {
      return Optional.empty();
    }
    List<Element> elements = new ArrayList<>();
    if (tensor.type().isFloating()) {
      for (double value : tensor.doubles()) {
        elements.add(new Element.Real(value));
      }
    } else {
      for (long value : tensor.longs()) {
        elements.add(element(tensor.type(), value));
      }
    }
    return Optional.of(new Content(tensor.type(), sizes(tensor.shape()), elements));
  }

  private static Element element(ElementType type, long bits) {
    return switch (type) {
      case BOOL -> Element.of(bits != 0 ? 1 : 0);
      // Beyond the signed range arithmetic would take it for a negative number.
      case UINT64 -> bits < 0 ? Element.OPEN : Element.of(bits);
      default -> Element.of(bits);
    };
  }

  /** A tensor of one repeated element, if it is small. */
  static Optional<Content> filled(ElementType type, long[] sizes, Element element) {
    Shape shape = Shape.of(sizes);
    long count = shape.elementCount().orElse(Long.MAX_VALUE);
    if (count > LIMIT) {
      return Optional.empty();
    }
    return Optional.of(
        new Content(type, sizes(shape), java.util.Collections.nCopies((int) count, element)));
  }

  static List<Long> sizes(Shape shape) {
    return shape.dims().stream().map(dim -> ((Dim.Known) dim).size()).toList();
  }

  Shape shape() {
    return new Shape(sizes.stream().map(Dim::of).toList());
  }

  int count() {
    return elements.size();
  }

  /** The same elements in other extents. */
  Content reshaped(Shape shape) {
    return new Content(type, sizes(shape), elements);
  }

  /** The elements as extents. */
  List<Dim> dims() {
    return elements.stream().map(Element::asDim).toList();
  }

  /** All elements, if each is a whole number. */
  Optional<long[]> integers() {
    long[] values = new long[elements.size()];
    for (int i = 0; i < values.length; i++) {
      if (!(elements.get(i) instanceof Element.Whole(long value))) {
        return Optional.empty();
      }
      values[i] = value;
    }
    return Optional.of(values);
  }

  /** All elements, if each is a number. */
  Optional<double[]> reals() {
    double[] values = new double[elements.size()];
    for (int i = 0; i < values.length; i++) {
      switch (elements.get(i)) {
        case Element.Whole(long value) -> values[i] = value;
        case Element.Real(double value) -> values[i] = value;
        case Element.Named _, Element.Open _ -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(values);
  }

  /** The tensor, if each element is a number. */
  Optional<Tensor> tensor() {
    return type.isFloating()
        ? reals().map(values -> Tensor.ofDoubles(type, shape(), values))
        : integers().map(this::packed);
  }

  private Tensor packed(long[] values) {
    int width = type.bits() / 8;
    MemorySegment bytes = Arena.ofAuto().allocate(Math.max(1, (long) width * values.length), 8);
    var wide = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    MemorySegment one = MemorySegment.ofArray(new byte[8]);
    for (int i = 0; i < values.length; i++) {
      one.set(wide, 0, values[i]);
      MemorySegment.copy(one, 0, bytes, (long) width * i, width);
    }
    return Tensor.of(type, shape(), bytes.asSlice(0, (long) width * values.length));
  }
}
