package dev.repfuse.ir.edit;

import dev.repfuse.ir.Attribute;
import dev.repfuse.ir.Operator;
import java.util.List;

/**
 * A node that an edit makes.
 *
 * @param name its name; may be empty
 */
public record NewNode(
    Operator operator, String name, List<Operand> inputs, List<Attribute> attributes) {
  public NewNode {
    inputs = List.copyOf(inputs);
    attributes = List.copyOf(attributes);
  }

  /** A node of ONNX's own domain. */
  public static NewNode of(
      String type, String name, List<Operand> inputs, List<Attribute> attributes) {
    return new NewNode(Operator.standard(type), name, inputs, attributes);
  }
}
