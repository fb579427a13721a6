package dev.repfuse.runtime;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Shape;
import dev.repfuse.ir.Type;

/**
 * An input that a caller must feed. Initializers that a caller may override are not among them.
 *
 * @param name its name in the model
 * @param type a tensor with its declared shape, or another kind of value, which cannot be fed; ONNX
 *     Runtime for Java reports an unknown rank as rank 0
 */
public record InputSpec(String name, Type type) {

  /** Whether the input is a tensor of a type that {@link Feed} can make. */
  public boolean canBeFed() {
    return Carrier.canCarry(element());
  }

  /** The element type; {@link ElementType#UNDEFINED} if this is no tensor. */
  public ElementType element() {
    return type.tensorElement();
  }

  /** The declared extents; rank 0 if this is no tensor. */
  public Shape shape() {
    return type.tensorShape().orElse(Shape.of());
  }

  /** What it is, in words. */
  public String kind() {
    return switch (type) {
      case Type.TensorType tensor when tensor.element() == ElementType.UNDEFINED ->
          "a tensor of an element type that it does not know";
      case Type.TensorType tensor -> "a tensor of type " + tensor.element().keyword();
      case Type.SparseTensorType sparse -> "a sparse tensor";
      case Type.SequenceType sequence -> "a sequence";
      case Type.MapType map -> "a map";
      case Type.OptionalType optional -> "an optional";
      case Type.OpaqueType opaque -> "a value of an opaque type";
      case Type.UnknownType unknown -> "a value of unknown type";
    };
  }

  @Override
  public String toString() {
    return name + shape();
  }
}
