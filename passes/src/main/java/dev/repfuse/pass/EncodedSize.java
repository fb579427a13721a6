package dev.repfuse.pass;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Graph;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Tensor;
import dev.repfuse.ir.Value;
import dev.repfuse.ir.edit.NewNode;
import dev.repfuse.ir.edit.Operand;
import java.util.List;

/** About how many bytes things take in a model file. */
final class EncodedSize {
  /** Tag and length of a field. */
  private static final long FIELD = 2;

  /** What is put behind a hint to make a name of it. */
  private static final long SUFFIX = 4;

  /** A Constant node around a tensor. */
  private static final long CONSTANT_NODE = 32;

  private EncodedSize() {}

  /** A constant of a graph. */
  static long of(String name, Tensor tensor, Graph graph) {
    long node = graph.holdsInitializers() ? 0 : CONSTANT_NODE;
    return node + tensor.byteSize() + name.length() + 4 * FIELD + FIELD * tensor.shape().rank();
  }

  static long of(Node node) {
    if (node.encoded().isPresent()) {
      return node.encoded().get().byteSize() + FIELD;
    }
    long bytes = header(node.opType(), node.name()) + of(node.attributes());
    for (Value value : node.inputs()) {
      bytes += value.name().length() + FIELD;
    }
    for (Value value : node.outputs()) {
      bytes += value.name().length() + FIELD;
    }
    return bytes;
  }

  /**
   * A node to be made.
   *
   * @param hint what its results are named after
   */
  static long of(NewNode node, String hint) {
    long bytes = header(node.operator().type(), node.name()) + of(node.attributes());
    for (Operand operand : node.inputs()) {
      bytes +=
          switch (operand) {
            case Operand.Existing(Value value) -> FIELD + value.name().length();
            case Operand.Constant(Tensor tensor, String name) -> FIELD + name.length();
            case Operand.Made made -> ofName(hint);
          };
    }
    return bytes + ofName(hint);
  }

  /** The name of a result of a node to be made. */
  static long ofName(String hint) {
    return FIELD + hint.length() + SUFFIX;
  }

  private static long header(String type, String name) {
    return type.length() + name.length() + 3 * FIELD;
  }

  private static long of(List<Attribute> attributes) {
    long bytes = 0;
    for (Attribute attribute : attributes) {
      bytes += attribute.name().length() + 3 * FIELD;
      bytes +=
          switch (attribute.content()) {
            case Attribute.IntValues(long[] values) -> FIELD * values.length;
            case Attribute.TensorValue(Tensor tensor) -> tensor.byteSize();
            default -> FIELD;
          };
    }
    return bytes;
  }
}
