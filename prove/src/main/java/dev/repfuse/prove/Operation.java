package dev.repfuse.prove;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Node;
import java.util.List;
import java.util.Optional;

/**
 * A node with what is known of its operands.
 *
 * @param output which of the node's results is asked for
 * @param opset version of ONNX's operator set
 * @param type element type of the result, {@link ElementType#UNDEFINED} if it is not known
 */
record Operation(Node node, int output, long opset, ElementType type, List<Operand> operands) {

  /** What is known of an operand. */
  sealed interface Operand {

    /** A constant. */
    record Known(Dense numbers) implements Operand {}

    /** It depends on what the region reads. */
    @SuppressWarnings("ArrayRecordComponent")
    record Dependent(int[] shape, ElementType type) implements Operand {}

    /** It is left out. */
    record Missing() implements Operand {}
  }

  int count() {
    return operands.size();
  }

  Operand operand(int index) {
    return index < operands.size() ? operands.get(index) : new Operand.Missing();
  }

  boolean depends(int index) {
    return operand(index) instanceof Operand.Dependent;
  }

  boolean has(int index) {
    return !(operand(index) instanceof Operand.Missing);
  }

  int[] shape(int index) {
    return switch (operand(index)) {
      case Operand.Known(Dense numbers) -> numbers.shape();
      case Operand.Dependent dependent -> dependent.shape();
      case Operand.Missing() -> throw new Unprovable("%s lacks an operand".formatted(node));
    };
  }

  /** The numbers of a constant operand. */
  Dense known(int index) {
    if (operand(index) instanceof Operand.Known(Dense numbers)) {
      if (!numbers.finite()) {
        throw new Unprovable("a constant of %s is not finite".formatted(node));
      }
      return numbers;
    }
    throw new Unprovable("operand %d of %s is not constant".formatted(index, node));
  }

  /** The numbers of a constant operand that may be left out. */
  Optional<Dense> optional(int index) {
    return has(index) ? Optional.of(known(index)) : Optional.empty();
  }

  /** Whole numbers that are an attribute in old operator sets and an operand in newer ones. */
  Optional<long[]> longs(String attribute, int index) {
    Optional<long[]> values = node.intsAttribute(attribute);
    return values.isPresent() ? values : optional(index).map(Dense::longs);
  }

  /** Arithmetic with values that depend on the input is linear for floating-point types alone. */
  void requireFloating() {
    boolean dependent = operands.stream().anyMatch(Operand.Dependent.class::isInstance);
    if (dependent && !type.isFloating()) {
      throw new Unprovable("%s computes with %s".formatted(node, type.keyword()));
    }
  }
}
