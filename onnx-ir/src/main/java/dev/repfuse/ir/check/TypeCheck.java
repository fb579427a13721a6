package dev.repfuse.ir.check;

import static dev.repfuse.ir.check.ModelCheck.refused;

import dev.repfuse.ir.ElementType;
import dev.repfuse.ir.Model;
import dev.repfuse.ir.Node;
import dev.repfuse.ir.Operator;
import dev.repfuse.ir.Type;
import dev.repfuse.ir.infer.Types;
import dev.repfuse.ir.schema.Formal;
import dev.repfuse.ir.schema.Schema;
import dev.repfuse.ir.schema.Schemas;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Checks that the inputs of the main graph's nodes have types that their operators take. */
final class TypeCheck {
  private TypeCheck() {}

  static void check(Model model, Set<Operator> functions, Types types) {
    long opset = model.opset().orElse(0);
    for (Node node : model.graph().nodes()) {
      if (node.operator().isStandard()
          && !functions.contains(FunctionCheck.canonical(node.operator()))) {
        Schemas.of(node.opType(), opset).ifPresent(schema -> check(node, schema, types));
      }
    }
  }

  private static void check(Node node, Schema schema, Types types) {
    Map<String, ElementType> bound = new HashMap<>();
    for (int i = 0; i < node.inputs().size() && !schema.formals().isEmpty(); i++) {
      Formal formal = schema.formal(i);
      Type type = types.of(node.input(i));
      ElementType element = type.tensorElement();
      if (!formal.allows(type)) {
        throw refused(
            node,
            "its input '%s' is of the type %s, which the operator does not take"
                .formatted(
                    node.input(i).name(),
                    element == ElementType.UNDEFINED ? type : element.keyword()));
      }
      if (element != ElementType.UNDEFINED && !formal.variable().isEmpty() && !formal.mixed()) {
        ElementType other = bound.getOrDefault(formal.variable(), element);
        if (other != element) {
          throw refused(node, "it mixes %s and %s".formatted(other.keyword(), element.keyword()));
        }
        bound.put(formal.variable(), element);
      }
    }
  }
}
