package dev.repfuse.ir;

import java.util.Optional;

/** What kind of thing a value is: a tensor, a sequence, a map, an optional, or not stated. */
public sealed interface Type {

  /** A dense tensor; no shape means that not even the rank is known. */
  record TensorType(ElementType element, Optional<Shape> shape) implements Type {}

  /** A sparse tensor. */
  record SparseTensorType(ElementType element, Optional<Shape> shape) implements Type {}

  /** A sequence of values of one type. */
  record SequenceType(Type element) implements Type {}

  /** A map from keys of an element type to values. */
  record MapType(ElementType key, Type value) implements Type {}

  /** A value that may be missing at run time. */
  record OptionalType(Type element) implements Type {}

  /** A type that only its domain knows. */
  record OpaqueType(String domain, String name) implements Type {}

  /** The file says nothing of the type, and nothing was inferred. */
  record UnknownType() implements Type {}

  /** The one unknown type. */
  Type UNKNOWN = new UnknownType();

  /** A dense tensor type of known shape. */
  static TensorType tensor(ElementType element, Shape shape) {
    return new TensorType(element, Optional.of(shape));
  }

  /** The shape of a dense tensor, if its rank is known. */
  default Optional<Shape> tensorShape() {
    return this instanceof TensorType tensor ? tensor.shape() : Optional.empty();
  }

  /** The element type of a dense tensor, {@link ElementType#UNDEFINED} for anything else. */
  default ElementType tensorElement() {
    return this instanceof TensorType tensor ? tensor.element() : ElementType.UNDEFINED;
  }
}
