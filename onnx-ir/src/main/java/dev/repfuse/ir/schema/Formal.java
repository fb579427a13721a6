package dev.repfuse.ir.schema;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Type;

/**
 * The type of an operator's input.
 *
 * @param variable inputs of one variable have one type; empty when the type is fixed
 * @param allowed bit n allows tensors of the element type with code n, bit 0 what is no tensor
 * @param mixed whether repetitions of this input may differ in type
 */
public record Formal(String variable, long allowed, boolean mixed) {

  /** Whether a value of this type may be given; a type that is not known may. */
  public boolean allows(Type type) {
    return switch (type) {
      case Type.TensorType tensor -> allows(tensor.element());
      case Type.SparseTensorType tensor -> allows(tensor.element());
      case Type.UnknownType _ -> true;
      default -> (allowed & 1) != 0;
    };
  }

  private boolean allows(ElementType element) {
    return element == ElementType.UNDEFINED || (allowed >> element.code() & 1) != 0;
  }
}
