package dev.repfuse.ir.infer;

import dev.repfuse.ir.Dim;
import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one value.
 *
 * @param tensor its numbers, of any size, when they stand in the file
 * @param content its elements, when they are few
 */
record Fact(Type type, Optional<Tensor> tensor, Optional<Content> content) {
  /** Nothing is known. */
  static final Fact UNKNOWN = of(Type.UNKNOWN);

  static Fact of(Type type) {
    return new Fact(type, Optional.empty(), Optional.empty());
  }

  static Fact of(ElementType element, Shape shape) {
    return of(Type.tensor(element, shape));
  }

  static Fact of(ElementType element, Optional<Shape> shape) {
    return element == ElementType.UNDEFINED && shape.isEmpty()
        ? UNKNOWN
        : of(new Type.TensorType(element, shape));
  }

  static Fact of(Content content) {
    return new Fact(
        Type.tensor(content.type(), content.shape()), Optional.empty(), Optional.of(content));
  }

  static Fact of(Tensor tensor) {
    return new Fact(
        Type.tensor(tensor.type(), tensor.shape()), Optional.of(tensor), Optional.empty());
  }

  /** The elements, decoded from the tensor when somebody asks for them. */
  @Override
  public Optional<Content> content() {
    return content.or(() -> tensor.flatMap(Content::of));
  }

  /** This with the elements that a rule could follow, if it could. */
  Fact with(Optional<Content> elements) {
    return elements.map(Fact::of).orElse(this);
  }

  /** The numbers, if every one is known. */
  Optional<Tensor> numbers() {
    return tensor.or(() -> content.flatMap(Content::tensor));
  }

  /** This, with whatever it leaves open taken from {@code other} where the two agree. */
  Fact filledBy(Fact other) {
    Type filled = fill(type, other.type);
    boolean sameShape = filled.tensorShape().equals(other.type.tensorShape());
    Optional<Tensor> numbers = tensor.isPresent() || !sameShape ? tensor : other.tensor;
    boolean complete = content.flatMap(Content::reals).isPresent();
    Optional<Content> elements = complete || !sameShape ? content : other.content.or(() -> content);
    return new Fact(filled, numbers, elements);
  }

  private static Type fill(Type known, Type other) {
    if (known instanceof Type.UnknownType) {
      return other;
    }
    if (!(known instanceof Type.TensorType(ElementType element, Optional<Shape> shape))
        || !(other instanceof Type.TensorType(ElementType from, Optional<Shape> more))) {
      return known;
    }
    return new Type.TensorType(
        element == ElementType.UNDEFINED ? from : element,
        shape.isEmpty() ? more : shape.map(s -> more.map(m -> fill(s, m)).orElse(s)));
  }

  private static Shape fill(Shape known, Shape other) {
    if (known.rank() != other.rank()) {
      return known;
    }
    List<Dim> dims = new ArrayList<>(known.rank());
    for (int axis = 0; axis < known.rank(); axis++) {
      Dim own = known.dim(axis);
      Dim more = other.dim(axis);
      if (own instanceof Dim.Known && more instanceof Dim.Known && !own.equals(more)) {
        return known;
      }
      dims.add(own instanceof Dim.Unknown ? more : own);
    }
    return new Shape(dims);
  }
}
